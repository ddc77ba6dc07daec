/* What the reader has chosen. Everything that draws listens here. */
const P = {
  view: JSON.parse(document.getElementById("view").textContent),
  state: { a: -1, b: -1, at: "output", theme: "light" },
  listeners: [],
  set(changes) {
    Object.assign(P.state, changes);
    P.listeners.forEach((listener) => listener(changes));
  },
  /* An element with properties and children; text is always text. */
  element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (key === "class") made.className = value;
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child != null));
    return made;
  },
  theme() {
    return E.themes[P.state.theme];
  },
};
