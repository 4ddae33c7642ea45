"""The description of the API, made from the code."""

from fsr.web import openapi


def test_every_endpoint_of_the_api_is_described(app):
    assert openapi.undescribed(app) == []


def test_the_document_is_open_and_names_every_described_path(app, client):
    document = client.get("/api/openapi.json").json
    with app.app_context():
        described = {rule.endpoint for rule, _, _ in openapi.operations(app)}
    ids = {operation["operationId"].rpartition("_")[0] for path in document["paths"].values()
           for operation in path.values()}
    assert ids == {endpoint.replace(".", "_") for endpoint in described}
    assert document["openapi"] == "3.1.0"


def test_a_closed_endpoint_asks_for_a_token_or_a_session(client):
    me = client.get("/api/openapi.json").json["paths"]["/api/me"]["get"]
    assert me["security"] == [{"bearer": []}, {"session": []}]
    assert me["responses"]["401"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_every_reference_of_the_document_leads_somewhere(client):
    document = client.get("/api/openapi.json").json

    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)

    names = {reference.rpartition("/")[2] for reference in references(document)}
    assert names <= set(document["components"]["schemas"])
