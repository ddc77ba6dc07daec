/* What is chosen, in the address, so that a view can be linked: `#layer=fc2&class=3&1.unit=nats`. */
P.address = (() => {
  const first = () => Object.assign({ layer: "every", layers: "verdict", at: "output" }, E.initial(P.view));
  const KEYS = { a: "class", b: "and", at: "at", layer: "layer", layers: "layers" };

  const classText = (c) => {
    if (c < 0) return "none";
    const name = P.classes()[c];
    return P.classes().indexOf(name) === c && name !== "none" ? name : String(c);
  };
  const classIndex = (text) => {
    if (text === "none") return -1;
    const named = P.classes().indexOf(text);
    const number = /^\d+$/.test(text) ? Number(text) : -1;
    return named >= 0 ? named : number < P.classes().length ? number : -1;
  };

  /* The address that says what is chosen now, from the number sign on. */
  const text = () => {
    const start = first();
    const pairs = Object.keys(KEYS)
      .filter((key) => P.state[key] !== start[key] && P.state[key] !== undefined)
      .map((key) => [KEYS[key], key === "a" || key === "b" ? classText(P.state[key]) : P.state[key]]);
    for (const [figure, options] of Object.entries(P.options)) {
      for (const [key, value] of Object.entries(options)) pairs.push([`${figure}.${key}`, value]);
    }
    if (P.figure) pairs.push(["figure", P.figure]);
    return pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value).replace(/%2C/g, ",")}`).join("&");
  };

  const write = () => {
    const now = text();
    if (now !== location.hash.slice(1)) history.replaceState(null, "", location.href.split("#")[0] + "#" + now);
  };

  /* Takes over what an address says; what it does not say is as at first. */
  const read = () => {
    const state = first();
    const options = {};
    const known = new Set(P.figures().map((figure) => figure.id));
    P.figure = null;
    for (const part of location.hash.slice(1).split("&")) {
      const cut = part.indexOf("=");
      const key = decode(cut < 0 ? part : part.slice(0, cut));
      const value = cut < 0 ? "" : decode(part.slice(cut + 1));
      const plain = Object.keys(KEYS).find((name) => KEYS[name] === key);
      const dot = key.indexOf(".");
      if (plain) state[plain] = plain === "a" || plain === "b" ? classIndex(value) : value;
      else if (key === "figure" && known.has(value)) P.figure = value;
      else if (cut < 0 && key.startsWith("figure-") && known.has(key.slice(7))) P.figure = key.slice(7);
      else if (dot > 0 && known.has(key.slice(0, dot))) options[key.slice(0, dot)] = Object.assign(options[key.slice(0, dot)] || {}, { [key.slice(dot + 1)]: value });
    }
    P.options = options;
    P.set(state);
  };

  /* A text that is no address at all stays as it is. */
  const decode = (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };

  /* To a figure, by a link or because an address names it. */
  const go = (id) => {
    const place = document.getElementById("figure-" + id);
    place?.scrollIntoView();
    place?.focus({ preventScroll: true });
  };

  return { read, write, go, text };
})();
