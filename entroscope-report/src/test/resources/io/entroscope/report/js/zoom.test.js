let PLOT = P.element("div", { class: "plot", tabindex: "0" });
document.body.append(PLOT);
let SET = [];
P.zoom(PLOT, {}, (key, value) => SET.push([key, value]))({ width: 100, panels: [{ x: 0, y: 0, w: 100, h: 50, brush: { y: E.linear(0, 1, 50, 0), xs: [10, 50, 90], first: 2, panel: 1 } }] });
function key(name) {
  PLOT.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
}
test("plus shows half of it, minus twice as much, 0 all", function () {
  key("+");
  key("-");
  key("0");
  equal(SET, [["zoom", "1,0.25,0.75,2,4"], ["zoom", "1,-0.5,1.5,2,4"], ["zoom", undefined]]);
});
test("it can be seen that a plot can be zoomed into", () => holds(PLOT.classList.contains("can-zoom"), "a class"));
