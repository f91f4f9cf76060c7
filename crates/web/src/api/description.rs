//! `GET /api/openapi.json`: what can be asked and sent, with the statutory codes, in OpenAPI 3.1.

use app::overview::Group;
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::FactKind;
use domain::codes::{Benefit, Code};
use domain::schema::{FieldSort, Timing};
use serde_json::{Map, Value, json};

pub(super) async fn show() -> Response {
    Json(document()).into_response()
}

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Medspiller",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MPL-2.0", "identifier": "MPL-2.0" },
            "description": "Days are inclusive ISO dates. Unknown is null. Every look at a case is logged with the caller's name and the purpose api, and the citizen sees it; reading the work list is not.",
        },
        "security": [{ "bearer": [] }],
        "paths": {
            "/api/v1/worklist": { "get": worklist() },
            "/api/v1/cases/{case}": { "get": reading("The case with owner, version and facts", "medspiller.case/1") },
            "/api/v1/cases/{case}/assessment": {
                "get": reading("The course: duties with their bases, rights, limits and offers on a day", "medspiller.assess/1"),
            },
            "/api/v1/cases/{case}/duties/{duty}": { "get": explanation() },
            "/api/v1/cases/{case}/facts": { "post": posting() },
        },
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Fact": { "oneOf": FactKind::ALL.iter().map(|k| fact(*k)).collect::<Vec<_>>() }, "Problems": problems() },
        },
    })
}

fn parameter(name: &str, place: &str, about: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": place, "required": place == "path", "description": about, "schema": schema })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn when() -> [Value; 3] {
    [
        parameter("case", "path", "Number of the case", &json!({ "type": "integer" })),
        parameter("on", "query", "The day the answer is about; today when absent", &day()),
        parameter("known", "query", "As it was known at the end of this day; now when absent", &day()),
    ]
}

fn answers(good: &str, about: &str) -> Value {
    let problem = |about: &str| json!({ "description": about, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problems" } } } });
    let mut all = Map::new();
    all.insert(good.to_owned(), json!({ "description": about, "content": { "application/json": {} } }));
    all.insert("400".into(), problem("What was asked cannot be read"));
    all.insert("401".into(), problem("Not signed in"));
    all.insert("403".into(), problem("No access; the attempt is logged"));
    all.insert("404".into(), problem("No such case or duty"));
    if good == "201" {
        all.insert("200".into(), json!({ "description": "The key was used before; nothing was added now" }));
        all.insert("409".into(), problem("The case has changed since the version"));
        all.insert("422".into(), problem("Facts with mistakes; none is added"));
    }
    Value::Object(all)
}

fn reading(about: &str, schema: &str) -> Value {
    json!({ "summary": about, "parameters": when(), "responses": answers("200", &format!("{schema}; see docs/")) })
}

fn explanation() -> Value {
    let mut parameters = when().to_vec();
    let about = "Id of the duty, such as jobsamtale@17#4";
    parameters.push(parameter("duty", "path", about, &json!({ "type": "string" })));
    json!({ "summary": "The steps behind a duty's dates", "parameters": parameters, "responses": answers("200", "Steps in the order of the page") })
}

fn worklist() -> Value {
    json!({
        "summary": "What is due, in the order of dates",
        "parameters": [
            parameter("whose", "query", "mine, all, unit:KEY or of:LOGIN", &json!({ "type": "string", "default": "mine" })),
            parameter("duty", "query", "Key of a duty", &json!({ "type": "string" })),
            parameter("benefit", "query", "One benefit only", &json!({ "enum": Benefit::CODES })),
            parameter("group", "query", "One group only", &json!({ "enum": Group::CODES })),
        ],
        "responses": answers("200", "medspiller.worklist/1: rows and counts of what the caller may see"),
    })
}

fn posting() -> Value {
    json!({
        "summary": "Add facts to a case, all or none",
        "parameters": [parameter("case", "path", "Number of the case", &json!({ "type": "integer" }))],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["version", "key", "facts"],
            "additionalProperties": false,
            "properties": {
                "version": { "type": "integer", "description": "`version` of the case as it was read" },
                "key": { "type": "string", "minLength": 8, "maxLength": 100, "description": "Chosen by the sender; the same key is saved once" },
                "facts": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": app::interface::MOST_FACTS,
                    "items": { "$ref": "#/components/schemas/Fact" },
                },
            },
        } } } },
        "responses": answers("201", "`commit` is the write that holds the facts"),
    })
}

fn fact(kind: FactKind) -> Value {
    let schema = kind.schema();
    let mut properties = Map::new();
    properties.insert("kind".into(), json!({ "const": schema.name }));
    let mut required = vec!["kind"];
    let days: &[&str] = match schema.timing {
        Timing::On => &["on"],
        Timing::Period => &["from", "through"],
    };
    required.push(days[0]);
    for name in days {
        properties.insert((*name).to_owned(), day());
    }
    properties.insert("at".into(), json!({ "type": "string", "examples": ["10:30"] }));
    for name in ["supersedes", "annuls"] {
        properties.insert(name.into(), json!({ "type": "string", "description": "Id of a fact of the same case" }));
    }
    for field in schema.fields {
        let sort = match field.sort {
            FieldSort::Code(list) => json!({ "enum": list.codes }),
            FieldSort::Text => json!({ "type": "string" }),
            FieldSort::Day => day(),
            FieldSort::Int => json!({ "type": "integer" }),
            FieldSort::Hours => json!({ "type": ["number", "string"], "description": "hours a week" }),
            FieldSort::Flag => json!({ "type": "boolean" }),
            FieldSort::Money => json!({ "type": "string", "description": "kroner, such as 1.234,50" }),
        };
        properties.insert(field.name.to_owned(), sort);
        if field.required {
            required.push(field.name);
        }
    }
    json!({ "type": "object", "title": schema.name, "description": schema.about, "required": required, "properties": properties, "additionalProperties": false })
}

fn problems() -> Value {
    json!({
        "type": "object",
        "properties": { "problems": { "type": "array", "items": {
            "type": "object",
            "properties": { "code": { "type": "string" }, "path": { "type": "string" }, "message": { "type": "string" } },
        } } },
    })
}
