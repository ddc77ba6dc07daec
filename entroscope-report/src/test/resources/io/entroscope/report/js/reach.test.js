let PLOT = P.element("div", { class: "plot", tabindex: "0" });
let READ = P.element("p");
document.body.append(PLOT);
P.reach(PLOT, READ)({ width: 100, height: 50, panels: [{ x: 0, y: 0, w: 100, h: 50, columns: 3, rows: 2, cx: (i) => 10 + 40 * i, cy: (i, j) => 10 + 20 * j, text: (i, j) => i + "/" + j, pick: (i, j) => ({ a: i + j }) }] });
function key(name) {
  PLOT.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
}
test("arrow keys go from place to place and stop at the ends", function () {
  key("ArrowRight");
  equal(READ.textContent, "0/0");
  key("ArrowRight");
  key("ArrowDown");
  equal(READ.textContent, "1/1");
  key("End");
  key("ArrowRight");
  equal(READ.textContent, "2/1");
});
test("Enter chooses what is there", function () {
  key("Enter");
  equal(P.state.a, 3);
});
test("Escape hides the cursor", function () {
  key("Escape");
  equal(PLOT.querySelector(".cursor").innerHTML, "");
});
