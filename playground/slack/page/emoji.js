// @ts-check
/** The emoji that this workspace knows by name. */

const NAMES = `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪
point_right 👉 point_up ☝️ eyes 👀 smile 😄 grin 😁 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 thinking_face 🤔
sweat_smile 😅 cry 😢 sob 😭 scream 😱 sunglasses 😎 heart ❤️ green_heart 💚 blue_heart 💙 broken_heart 💔 fire 🔥
rocket 🚀 tada 🎉 sparkles ✨ star ⭐ zap ⚡ boom 💥 100 💯 bulb 💡 white_check_mark ✅ heavy_check_mark ✔️ x ❌
no_entry ⛔ no_entry_sign 🚫 warning ⚠️ rotating_light 🚨 question ❓ exclamation ❗ hourglass ⌛
hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 calendar 📅 date 📅 bell 🔔 no_bell 🔕 lock 🔒
unlock 🔓 key 🔑 link 🔗 paperclip 📎 pushpin 📌 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 book 📖 books 📚
package 📦 inbox_tray 📥 outbox_tray 📤 email 📧 envelope ✉️ speech_balloon 💬 mega 📣 loudspeaker 📢
robot_face 🤖 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ computer 💻 desktop_computer 🖥️ iphone 📱
file_folder 📁 open_file_folder 📂 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉
mag 🔍 moneybag 💰 credit_card 💳 gift 🎁 trophy 🏆 checkered_flag 🏁 construction 🚧 bug 🐛 cat 🐱 dog 🐶
coffee ☕ beers 🍻 cake 🍰 sunny ☀️ cloud ☁️ snowflake ❄️ globe_with_meridians 🌐 house 🏠 office 🏢
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ repeat 🔁 arrows_counterclockwise 🔄 white_circle ⚪
red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠
black_circle ⚫ double_vertical_bar ⏸️ black_square_for_stop ⏹️ arrow_forward ▶️ information_source ℹ️`;

/** @type {Map<string, string>} */
const KNOWN = new Map();
const words = NAMES.split(/\s+/);
for (let at = 0; at < words.length; at += 2) KNOWN.set(words[at], words[at + 1]);

/** @param {string} name */
export const emoji = (name) => KNOWN.get(name.split("::")[0]) ?? `:${name}:`;

/** @param {string} text */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (_whole, name) => emoji(name));

export const OFFERED = [
  "+1",
  "eyes",
  "white_check_mark",
  "tada",
  "rocket",
  "thinking_face",
  "raised_hands",
  "pray",
  "fire",
  "bulb",
  "warning",
  "heart",
  "joy",
  "wave",
  "ok_hand",
  "100",
  "hourglass_flowing_sand",
  "x",
  "rotating_light",
  "memo",
  "lock",
  "bug",
  "coffee",
  "robot_face",
];
