"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("evidence");
  const title = document.getElementById("evidence-title");
  const body = document.getElementById("evidence-body");
  const SVG = "http://www.w3.org/2000/svg";

  const make = (tag, text, css) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (css) node.className = css;
    return node;
  };

  // One picture of a page strip with every box that is asked for.
  const picture = (crop, boxes) => {
    const [x0, top, x1, bottom] = crop.box;
    const frame = make("div", undefined, "strip");
    frame.tabIndex = 0;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", [x0, top, x1 - x0, bottom - top].join(" "));
    const place = (tag, box, extra) => {
      const node = document.createElementNS(SVG, tag);
      node.setAttribute("x", box[0]);
      node.setAttribute("y", box[1]);
      node.setAttribute("width", box[2] - box[0]);
      node.setAttribute("height", box[3] - box[1]);
      for (const name in extra) node.setAttribute(name, extra[name]);
      svg.append(node);
      return node;
    };
    place("image", crop.box, { href: crop.src });
    const grow = (b) => [b[0] - 2, b[1] - 2, b[2] + 2, b[3] + 2];
    const hits = boxes.map((box) => place("rect", grow(box), { class: "hit", rx: 1.5 }));
    frame.append(svg);
    return [frame, hits[0]];
  };

  const details = (fact) => {
    const block = make("div", undefined, "fact");
    block.append(make("h3", fact.label + "  " + fact.value));
    const list = make("dl", undefined, "found");
    for (const [name, value] of fact.more) {
      list.append(make("dt", name), make("dd", value));
    }
    block.append(list);
    return block;
  };

  const show = (heading, places, facts) => {
    title.textContent = heading;
    body.replaceChildren();
    const first = [];
    const groups = new Map();
    for (const place of places) {
      const key = place.crop < 0 ? "page " + place.page : place.crop;
      if (!groups.has(key)) groups.set(key, { ...place, boxes: [] });
      groups.get(key).boxes.push(place.box);
    }
    for (const group of groups.values()) {
      const name = data.page.replace("#", group.page);
      if (name !== heading) body.append(make("p", name, "ref"));
      if (group.crop < 0) {
        body.append(make("p", data.none, "empty"));
        continue;
      }
      const [frame, hit] = picture(data.crops[group.crop], group.boxes);
      body.append(frame);
      first.push([frame, hit]);
    }
    facts.forEach((fact) => body.append(details(fact)));
    dialog.showModal();
    for (const [frame, hit] of first) {
      const at = hit.getBoundingClientRect(), around = frame.getBoundingClientRect();
      frame.scrollTop += at.top - around.top - frame.clientHeight / 2;
      frame.scrollLeft += at.left - around.left - frame.clientWidth / 2;
    }
    body.scrollTop = 0;
  };

  const ask = (ids, heading) => {
    const facts = ids.map((id) => data.facts[id]).filter(Boolean);
    if (facts.length) show(heading || facts[0].label, facts.flatMap((fact) => fact.places), facts);
  };

  // A workbook or a colleague's message links to report.html#f12: open what it asks for.
  const follow = () => ask([decodeURIComponent(location.hash.slice(1))]);
  window.addEventListener("hashchange", follow);
  follow();

  document.addEventListener("click", (event) => {
    if (event.target === dialog) return dialog.close();
    const link = event.target.closest("[data-f],[data-q]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.q !== undefined) {
      const quote = data.quotes[link.dataset.q];
      if (quote) show(data.page.replace("#", quote.page), [quote], []);
      return;
    }
    ask(link.dataset.f.split(" "), link.textContent.trim());
  });
})();
