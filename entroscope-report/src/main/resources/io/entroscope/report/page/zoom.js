/* Dragging over a plot with the mouse, or + and - on the keyboard, zooms into it; 0 shows all again. */
P.zoom = (plot, figure, set) => {
  let panels = [];
  let width = 0;
  let from = null;
  const mark = P.element("div", { class: "brush", hidden: true });

  const spot = (event) => {
    const box = plot.getBoundingClientRect();
    return { x: event.clientX - box.left + plot.scrollLeft, y: event.clientY - box.top };
  };
  const panelAt = (p) => panels.find((one) => one.brush && p.x >= one.x && p.x <= one.x + one.w && p.y >= one.y && p.y <= one.y + one.h);

  const short = (value) => String(Number(value.toPrecision(4)));

  /* The places of layers between two places in the picture; all where the plot has none. */
  const between = (brush, left, right) => {
    if (!brush.xs) return [0, 1e9];
    const inside = brush.xs.map((x, i) => [x, i]).filter(([x]) => x >= left && x <= right).map(([, i]) => i + (brush.first || 0));
    return inside.length > 1 ? [inside[0], inside[inside.length - 1]] : [brush.first || 0, (brush.first || 0) + brush.xs.length - 1];
  };

  const into = (panel, left, right, top, bottom) => {
    const [first, last] = between(panel.brush, left, right);
    const ends = [panel.brush.y.invert(bottom), panel.brush.y.invert(top)];
    set("zoom", [panel.brush.panel, short(ends[0]), short(ends[1]), first, last].join(","));
  };

  const drag = (event) => {
    const now = spot(event);
    const panel = from.panel;
    const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
    return {
      panel,
      left: clamp(Math.min(from.x, now.x), panel.x, panel.x + panel.w),
      right: clamp(Math.max(from.x, now.x), panel.x, panel.x + panel.w),
      top: clamp(Math.min(from.y, now.y), panel.y, panel.y + panel.h),
      bottom: clamp(Math.max(from.y, now.y), panel.y, panel.y + panel.h),
    };
  };

  plot.addEventListener("pointerdown", (event) => {
    const p = spot(event);
    const panel = event.pointerType === "touch" || event.button !== 0 ? null : panelAt(p);
    from = panel ? { panel, x: p.x, y: p.y } : null;
  });
  plot.addEventListener("pointermove", (event) => {
    if (!from) return;
    const d = drag(event);
    mark.hidden = d.bottom - d.top < 6;
    Object.assign(mark.style, { left: d.left + "px", top: d.top + "px", width: d.right - d.left + "px", height: d.bottom - d.top + "px" });
  });
  plot.addEventListener("pointerup", (event) => {
    if (!from) return;
    const d = drag(event);
    from = null;
    mark.hidden = true;
    if (d.bottom - d.top >= 6) into(d.panel, d.left, d.right, d.top, d.bottom);
  });
  plot.addEventListener("pointerleave", () => {
    from = null;
    mark.hidden = true;
  });

  /* From the keyboard: half or double of what is seen, about its middle. */
  const scale = (factor) => {
    const panel = panels.find((one) => one.brush);
    if (!panel) return;
    const y = panel.brush.y;
    const middle = (y.low + y.high) / 2;
    const half = ((y.high - y.low) / 2) * factor;
    const [first, last] = between(panel.brush, panel.x, panel.x + panel.w);
    set("zoom", [panel.brush.panel, short(middle - half), short(middle + half), first, last].join(","));
  };
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+") scale(0.5);
    else if (event.key === "-") scale(2);
    else if (event.key === "0") set("zoom", undefined);
  });

  return (drawn) => {
    panels = drawn.panels;
    width = drawn.width;
    plot.classList.toggle("can-zoom", panels.some((panel) => panel.brush) && width > 0);
    plot.append(mark);
  };
};
