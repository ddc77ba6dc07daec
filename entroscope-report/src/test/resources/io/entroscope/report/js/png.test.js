test("a picture begins as a PNG does", () => equal(Array.from(E.bytes(E.png(2, 1, [0, 255], null).substring(22))).slice(0, 4), [137, 80, 78, 71]));
test("what is no PNG is known", () => equal([E.isPng("abc"), E.isPng(VIEW.samples[0].png)], [false, true]));
