"use strict";
// Draws openapi.json where Swagger UI is not installed. Everything becomes text, never markup.

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function table(headings, rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const heading of headings) head.append(element("th", heading));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) line.insertCell().append(cell);
  }
  return made;
}

const shown = (value) => element("pre", typeof value === "string" ? value : JSON.stringify(value, null, 2));

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.join(" | ");
  return [].concat(schema.type ?? "any").join(" | ");
}

function bodies(content, schemas, into) {
  for (const [type, body] of Object.entries(content ?? {})) {
    const name = body.schema?.$ref?.split("/").pop();
    into.append(element("p", `${type} · ${name ?? ""} ${schemas[name]?.title ?? ""}`));
    const examples = Object.values(body.examples ?? {}).map((example) => example.value);
    if (body.example !== undefined) examples.push(body.example);
    for (const example of examples) into.append(shown(example));
    if (name && schemas[name]) {
      const schema = element("details");
      schema.append(element("summary", `结构 Schema ${name}`), shown(schemas[name]));
      into.append(schema);
    }
  }
}

function call(method, path, operation, schemas) {
  const made = element("details");
  made.id = operation.operationId;
  const title = element("summary");
  title.append(element("span", method.toUpperCase(), "method"), element("code", path), ` ${operation.summary}`);
  made.append(title, element("p", operation.description));
  if (operation.parameters) {
    made.append(element("h3", "参数 Parameters"), table(["", "", "", ""], operation.parameters.map((one) =>
      [element("code", one.name), one.in, typeOf(one.schema), one.description])));
  }
  if (operation.requestBody) {
    made.append(element("h3", "请求 Request"));
    bodies(operation.requestBody.content, schemas, made);
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    made.append(element("h3", `${status} ${response.description}`));
    if (status < 400) bodies(response.content, schemas, made);
  }
  return made;
}

async function draw() {
  const main = document.getElementById("calls");
  main.replaceChildren();
  const answer = await fetch("openapi.json");
  const description = await answer.json();
  document.getElementById("about").textContent = `${description.info.version} · ${description.info.description}`;
  for (const tag of description.tags) {
    main.append(element("h2", tag.description));
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags.includes(tag.name)) {
          main.append(call(method, path, operation, description.components.schemas));
        }
      }
    }
  }
}

draw().catch((error) => {
  document.getElementById("about").textContent = `openapi.json: ${error}`;
});
