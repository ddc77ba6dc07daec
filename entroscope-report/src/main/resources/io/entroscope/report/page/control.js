/* One control of a figure: a choice, a number, or a slider. What is chosen is handed to the listener. */
P.control = (spec, value, chosen) => {
  if (spec.slider) {
    const [min, max] = spec.slider;
    const at = value === undefined ? max : Number(value);
    const word = P.element("output", null, spec.words[at]);
    const input = P.element("input", { name: spec.key, type: "range", min, max, step: 1, value: at, "aria-valuetext": spec.words[at], oninput: () => {
      word.textContent = spec.words[Number(input.value)];
      input.setAttribute("aria-valuetext", word.textContent);
      chosen(Number(input.value));
    } });
    return P.element("label", null, spec.label, input, word);
  }
  if (spec.number) {
    const [min, max] = spec.number;
    const input = P.element("input", { name: spec.key, type: "number", min, max, step: 1, placeholder: spec.empty, value, onchange: () => {
      const number = Math.round(Number(input.value));
      const none = input.value === "" || !(number >= min && number <= max);
      if (none) input.value = "";
      chosen(none ? undefined : number);
    } });
    return P.element("label", null, spec.label, input);
  }
  const select = P.element("select", { name: spec.key, onchange: () => chosen(spec.choices[select.selectedIndex][0]) },
    ...spec.choices.map(([key, label]) => P.element("option", { value: key, selected: key === value }, label)));
  return P.element("label", null, spec.label, select);
};

/* Sets a control to what was chosen elsewhere: in another figure, or by the address. */
P.showChoice = (element, spec, value) => {
  const text = value === undefined ? (spec.slider ? String(spec.slider[1]) : "") : String(value);
  if (element.value === text) return;
  element.value = text;
  if (spec.slider) element.nextElementSibling.textContent = spec.words[Number(text)];
};
