test("decimals and commas", () => equal([E.fixed(1234.5678, 2), E.fixed(-0.0004, 2), E.count(1e6)], ["1,234.57", "0.00", "1,000,000"]));
test("signs", () => equal([E.signed(0.25, 2), E.signed(-0.25, 2), E.signed(0.001, 2)], ["+0.25", "\u22120.25", "0.00"]));
test("significant digits", () => equal([E.significant(0.012345, 3), E.significant(12345, 3), E.significant(0, 3)], ["0.0123", "12,345", "0"]));
test("cells cannot be formulas", () => equal([E.cell("=1+1"), E.cell(0.1 + 0.2), E.cell(NaN)], ["'=1+1", "0.3", ""]));
test("a table as CSV", () => equal(E.csv({ columns: ["a", "b"], rows: [[1, "x,y"]] }), 'a,b\r\n1,"x,y"\r\n'));
