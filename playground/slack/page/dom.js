// @ts-check
/**
 * Draw trees of plain values into the document, moving and losing as little as possible:
 * an element keeps its focus, caret and scroll position as long as its key stays.
 */

/** @typedef {{tag: string, key?: string, props: Record<string, any>, children: (VNode|string)[]}} VNode */
/** @typedef {VNode|string|number|boolean|null|undefined|Nested} Child */
/** @typedef {Child[]} Nested */

const SVG = "http://www.w3.org/2000/svg";
const LIVE = new Set(["value", "checked", "disabled", "hidden"]);

/** @type {(() => void)[]} */
let afterwards = [];
let depth = 0;

/**
 * @param {string} tag
 * @param {Record<string, any>|null} [props] `key` names the element among its siblings; `onmount`,
 *   `ondraw` and `onremove` get the element when it is new, after each drawing, and when it goes.
 * @param {...Child} children
 * @returns {VNode}
 */
export function h(tag, props, ...children) {
  const { key, ...rest } = props ?? {};
  return { tag, key, props: rest, children: flatten(children, []) };
}

/** @param {Child[]} children @param {(VNode|string)[]} out */
function flatten(children, out) {
  for (const child of children) {
    if (Array.isArray(child)) flatten(child, out);
    else if (typeof child === "string" || typeof child === "number") pushText(out, String(child));
    else if (child && typeof child === "object") out.push(child);
  }
  return out;
}

/** @param {(VNode|string)[]} out @param {string} text */
function pushText(out, text) {
  if (text === "") return;
  const last = out.length - 1;
  if (typeof out[last] === "string") out[last] += text;
  else out.push(text);
}

/** Make the children of `parent` be `children`. @param {Element} parent @param {...Child} children */
export function draw(parent, ...children) {
  depth += 1;
  patch(parent, flatten(children, []));
  depth -= 1;
  if (depth > 0) return;
  const todo = afterwards;
  afterwards = [];
  for (const step of todo) step();
}

/** @param {any} parent @param {(VNode|string)[]} children */
function patch(parent, children) {
  const old = [...parent.childNodes];
  const find = finder(old);
  const next = children.map((child) => {
    const found = find(child);
    return found ? refresh(found, child) : create(child, parent.namespaceURI);
  });
  const kept = new Set(next);
  for (const node of old) if (!kept.has(node)) remove(node);
  let cursor = parent.firstChild;
  for (const node of next) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** Which old node may become this child: the one with its key, else the next free one of its kind. */
function finder(/** @type {any[]} */ old) {
  const keyed = new Map();
  /** @type {any[]} */
  const free = [];
  for (const node of old) {
    if (node.__key === undefined) free.push(node);
    else keyed.set(node.__key, node);
  }
  return (/** @type {VNode|string} */ child) => {
    if (typeof child !== "string" && child.key !== undefined) {
      const node = keyed.get(child.key);
      keyed.delete(child.key);
      return node?.__tag === child.tag ? node : undefined;
    }
    const tag = typeof child === "string" ? undefined : child.tag;
    const at = free.findIndex((node) => node.__tag === tag);
    return at < 0 ? undefined : free.splice(at, 1)[0];
  };
}

/** @param {VNode|string} child @param {string} namespace */
function create(child, namespace) {
  if (typeof child === "string") return document.createTextNode(child);
  const space = child.tag === "svg" ? SVG : namespace;
  /** @type {any} */
  const node = document.createElementNS(space, child.tag);
  node.__tag = child.tag;
  node.__key = child.key;
  node.__props = {};
  refresh(node, child);
  if (child.props.onmount) afterwards.push(() => child.props.onmount(node));
  return node;
}

/** @param {any} node @param {VNode|string} child */
function refresh(node, child) {
  if (typeof child === "string") {
    if (node.data !== child) node.data = child;
    return node;
  }
  patch(node, child.children);
  setProps(node, node.__props, child.props);
  node.__props = child.props;
  if (child.props.ondraw) afterwards.push(() => child.props.ondraw(node));
  return node;
}

/** @param {any} node @param {Record<string, any>} before @param {Record<string, any>} now */
function setProps(node, before, now) {
  for (const name of Object.keys(before)) if (!(name in now)) setProp(node, name, null);
  for (const [name, value] of Object.entries(now)) {
    if (LIVE.has(name) || before[name] !== value) setProp(node, name, value);
  }
}

/** @param {any} node @param {string} name @param {any} value */
function setProp(node, name, value) {
  if (name.startsWith("on")) return listen(node, name.slice(2), value);
  if (name === "style") return setStyle(node, value ?? {});
  if (LIVE.has(name)) {
    if (value !== undefined && node[name] !== (value ?? "")) node[name] = value ?? "";
    return undefined;
  }
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
  return undefined;
}

/** @param {any} node @param {string} type @param {((event: Event) => void)|null} call */
function listen(node, type, call) {
  if (["mount", "draw", "remove"].includes(type)) return;
  node.__on ??= {};
  if (!(type in node.__on))
    node.addEventListener(type, (/** @type {Event} */ event) => node.__on[type]?.(event));
  node.__on[type] = call;
}

/** @param {HTMLElement} node @param {Record<string, string>} style */
function setStyle(node, style) {
  for (const [name, value] of Object.entries(style)) {
    if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
  }
}

/** @param {any} node */
function remove(node) {
  farewell(node);
  node.remove();
}

/** @param {any} node */
function farewell(node) {
  for (const child of node.childNodes) farewell(child);
  const call = node.__props?.onremove;
  if (call) afterwards.push(() => call(node));
}
