// What a strict eye finds on a drawn page: spills, cuts and pale words. Called with the least contrast.
(least) => {
  const out = new Set();
  const width = document.documentElement.clientWidth;
  const named = (el) => `${el.tagName.toLowerCase()}.${[...el.classList].join('.')} ` +
    `"${(el.textContent || el.placeholder || '').trim().slice(0, 40)}" in ` +
    `${el.closest('[data-state]')?.dataset.state ?? el.closest('.pane, .modal, .dialog, .sidebar, .topbar')?.className ?? 'page'}`;
  const seen = (el) => !el.closest('.sr-only') && el.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const rgba = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1;
    return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (ink, el) => {
    const below = ground(el);
    const [a, b] = [light(over(rgba(ink), below)), light(below)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const judge = (ink, el, what) => {
    const ratio = contrast(ink, el);
    if (ratio < least) out.add(`${what} ${ratio.toFixed(2)}: ${named(el)}`);
  };
  // A name on one line may end in dots where its tooltip has the whole of it.
  const isShort = (el) => el.matches('.cut[title]');
  const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);

  for (const el of document.querySelectorAll('#page *')) {
    if (el.closest('svg') || !seen(el)) continue;
    const style = getComputedStyle(el);
    const box = el.getBoundingClientRect();
    const isField = /^(INPUT|TEXTAREA)$/.test(el.tagName);
    if (box.right > width + 1 || box.left < -1) {
      if (!el.closest('.table, .carousel')) out.add(`outside the window: ${named(el)}`);
    }
    if (style.display !== 'inline' && el.clientWidth > 0 && el.scrollWidth > el.clientWidth + 1 && !isField && !isShort(el)) {
      if (!(style.overflowX === 'auto' && el.matches('.table, .carousel'))) out.add(`too wide inside: ${named(el)}`);
    }
    if (/hidden|clip/.test(style.overflowY) && el.scrollHeight > el.clientHeight + 1) out.add(`cut below: ${named(el)}`);
    if (isField && el.placeholder && !el.value) judge(getComputedStyle(el, '::placeholder').color, el, 'placeholder contrast');
    if (isField && el.value && !/checkbox|radio/.test(el.type)) judge(style.color, el, 'value contrast');
  }

  const words = document.createTreeWalker(document.querySelector('#page'), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const el = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !seen(el)) continue;
    judge(getComputedStyle(el).color, el, 'contrast');
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    for (const line of range.getClientRects()) {
      for (let at = el; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (scrolls(style) || isShort(at)) break;
        const box = at.getBoundingClientRect();
        if (style.overflowX !== 'visible' && (line.left < box.left - 1 || line.right > box.right + 1)) out.add(`cut text: ${named(el)}`);
      }
    }
  }
  return [...out];
}
