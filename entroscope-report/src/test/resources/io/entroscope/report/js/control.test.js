test("a choice hands over its value", function () {
  let found = null;
  let made = P.control({ key: "k", label: "L", choices: [["a", "A"], ["b", "B"]] }, "a", (value) => (found = value));
  let select = made.querySelector("select");
  select.value = "b";
  select.dispatchEvent(new Event("change"));
  equal([found, made.textContent], ["b", "LAB"]);
});
test("a slider says its word, and follows what is chosen elsewhere", function () {
  let found = null;
  let spec = { key: "e", label: "Epoch", slider: [0, 2], words: ["0", "1", "7"] };
  let made = P.control(spec, undefined, (value) => (found = value));
  let input = made.querySelector("input");
  equal([input.value, made.querySelector("output").textContent], ["2", "7"]);
  input.value = "1";
  input.dispatchEvent(new Event("input"));
  equal([found, input.getAttribute("aria-valuetext")], [1, "1"]);
  P.showChoice(input, spec, "0");
  equal([input.value, made.querySelector("output").textContent], ["0", "0"]);
});
test("a number outside of its range is none", function () {
  let found = 5;
  let input = P.control({ key: "u", label: "Unit", number: [0, 9], empty: "all" }, undefined, (value) => (found = value)).querySelector("input");
  input.value = "12";
  input.dispatchEvent(new Event("change"));
  equal([found, input.value], [undefined, ""]);
});
