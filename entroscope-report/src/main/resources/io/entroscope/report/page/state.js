/* What the reader has chosen. Everything that draws listens here. */
const P = {
  view: JSON.parse(document.getElementById("view").textContent),
  state: { a: -1, b: -1, at: "output", layer: "every", layers: "verdict", theme: "light" },
  /* By figure, what its own controls are set to; what is as at first is not there. */
  options: {},
  /* The figure that was jumped to last, if any. */
  figure: null,
  listeners: [],
  set(changes) {
    Object.assign(P.state, changes);
    P.listeners.forEach((listener) => listener(changes));
  },
  /* The figures of this page in their order. */
  figures() {
    return E.inOrder(P.view.kind === "comparison" ? E.comparisons : E.figures);
  },
  classes() {
    return P.view.kind === "comparison" ? P.view.classes || [] : P.view.data.classes;
  },
  /* An element with properties and children; text is always text. */
  element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
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
