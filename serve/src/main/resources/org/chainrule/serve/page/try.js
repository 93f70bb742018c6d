// The page on which a person tries the models of a server. It makes a field for each column of the chosen model.

const at = id => document.getElementById(id);
const make = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
let models = [];
let model;
let token = "";

async function ask(path, body) {
  const headers = {};
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, { method: body === undefined ? "GET" : "POST", headers, body });
  const answer = await response.json();
  if (response.status === 401) at("token-form").hidden = false;
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function note(text, wrong = false) {
  at("note").textContent = text;
  at("note").className = wrong ? "wrong" : "";
}

async function load() {
  try {
    models = (await ask("models")).models;
  } catch (error) {
    note(error.message, true);
    return;
  }
  at("token-form").hidden = true;
  at("model").replaceChildren(...models.map(each => make("option", each.name, { value: each.name })));
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (models.some(each => each.name === wanted)) at("model").value = wanted;
  choose();
}

function choose() {
  model = models.find(each => each.name === at("model").value);
  at("fields").replaceChildren(...model.columns.map(field));
  at("row").hidden = false;
  at("answer").hidden = true;
  note("Predicts " + model.targets.map(each => each.column).join(", ") + " from " + model.columns.length
    + (model.columns.length === 1 ? " column." : " columns."));
}

function field(column, number) {
  const box = make("div");
  const id = "field" + number;
  const label = make("label", column.column, { htmlFor: id });
  let input;
  if (column.kind === "category" && column.values) {
    input = make("select", "", { id });
    input.append(make("option", "", { value: "" }),
      ...column.values.map(value => make("option", value, { value })));
    input.value = String(column.example);
  } else if (column.kind === "text") {
    input = make("textarea", String(column.example), { id, rows: 3 });
  } else {
    input = make("input", "", { id, value: [].concat(column.example).join(";") });
    if (column.kind === "number") input.inputMode = "decimal";
  }
  input.dataset.column = column.column;
  box.append(label, input);
  const hint = column.range ? "in training " + column.range
    : column.kind === "list" ? "items separated by semicolons" : "";
  if (hint) {
    box.append(make("small", hint, { id: id + "-hint" }));
    input.setAttribute("aria-describedby", id + "-hint");
  }
  return box;
}

// A number keeps its text: what the person typed is what the server reads.
function body() {
  const parts = model.columns.map((column, number) => {
    const text = at("field" + number).value.trim();
    const plain = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
    const value = text === "" ? "null"
      : column.kind === "number" && plain ? text
      : column.kind === "list" ? JSON.stringify(text.split(";").map(item => item.trim())) : JSON.stringify(text);
    return JSON.stringify(column.column) + ": " + value;
  });
  return "{" + parts.join(", ") + "}";
}

async function predict() {
  const classes = model.targets.some(each => each.kind !== "number");
  const means = model.targets.length === 1 && model.targets[0].kind === "number";
  const query = [classes ? "proba" : "", at("explain").checked ? "explain" : ""].filter(Boolean).join("&");
  const path = "models/" + encodeURIComponent(model.name) + "/predict" + (query ? "?" + query : "");
  const sent = body();
  at("answer").hidden = true;
  try {
    const begun = performance.now();
    let answer = await ask(path, sent);
    const took = performance.now() - begun;
    if (means && !answer.quantiles) answer = await interval(path, query, sent, answer);
    note("Answered in " + took.toFixed(1) + " ms.");
    show(answer, path, sent);
  } catch (error) {
    note(error.message, true);
  }
}

// Not every model has intervals; then the number alone is shown.
async function interval(path, query, sent, plain) {
  try {
    return await ask(path + (query ? "&" : "?") + "interval", sent);
  } catch {
    return plain;
  }
}

function show(answer, path, sent) {
  const value = answer.prediction;
  at("value").textContent = Array.isArray(value) ? value.join(", ") || "no label"
    : value !== null && typeof value === "object"
      ? Object.entries(value).map(([name, each]) => name + ": " + each).join(", ") : String(value);
  if (answer.low !== undefined && answer.low !== null) {
    at("value").textContent += " (9 of 10 lie from " + answer.low + " to " + answer.high + ")";
  }
  const bars = [];
  for (const [name, share] of Object.entries(answer.probabilities ?? {})) {
    if (typeof share === "number") bars.push(bar(name, share, 1, (100 * share).toFixed(1) + " %"));
  }
  for (const [level, number] of Object.entries(answer.quantiles ?? {})) {
    bars.push(make("div", level + ": " + number));
  }
  at("bars").replaceChildren(...bars);
  at("why").replaceChildren(...(answer.explanation?.columns ? why(answer.explanation) : []));
  at("remarks").replaceChildren(...(answer.remarks ?? []).map(text => make("li", text)));
  at("json").textContent = JSON.stringify(answer, null, 2);
  at("curl").textContent = "curl " + new URL(path, location.href).href.replace(/[&?]/g, "\\$&")
    + (token ? " -H 'Authorization: Bearer TOKEN'" : "") + " -d '" + sent.replaceAll("'", "'\\''") + "'";
  at("answer").hidden = false;
}

function why(explanation) {
  const most = Math.max(...explanation.columns.map(each => Math.abs(each.amount)), 1e-12);
  return [make("h3", "What moved " + explanation.output
    + (explanation.scale === "log-odds" ? " (in log-odds)" : "")),
    ...explanation.columns.map(each =>
      bar(each.column, each.amount, most, (each.amount > 0 ? "+" : "") + each.amount.toPrecision(3)))];
}

function bar(name, amount, most, text) {
  const line = make("div", "", { className: "bar" });
  const rod = make("i", "", { className: amount < 0 ? "down" : "" });
  rod.style.width = (100 * Math.abs(amount) / most).toFixed(2) + "%";
  line.append(make("span", name), rod, make("b", text));
  return line;
}

at("model").addEventListener("change", choose);
at("row").addEventListener("submit", event => {
  event.preventDefault();
  predict();
});
at("token-form").addEventListener("submit", event => {
  event.preventDefault();
  token = at("token").value;
  load();
});
load();
