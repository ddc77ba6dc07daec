test("a table as HTML, numbers to the right", function () {
  let made = P.tableOf({ columns: ["name", "n"], rows: [["<a>", 1]] }, "T");
  equal(made.querySelector("tbody").innerHTML, '<tr><td>&lt;a&gt;</td><td class="number">1</td></tr>');
});
test("long tables are cut and say so", function () {
  let made = P.tableOf({ columns: ["n"], rows: E.range(600).map((i) => [i]) }, "T");
  equal([made.querySelectorAll("tbody tr").length, made.querySelector("p").textContent], [500, "The first 500 of 600 rows; the CSV file has all."]);
});
