"""The API's reference: what an operation takes and answers, in plain fields."""

from fastapi import FastAPI

from evenhand.web.reference import Answer, Field, Operation, groups


def operation(api: FastAPI, method: str, path: str) -> Operation:
    [found] = [
        one for group in groups(api.openapi()) for one in group.operations if (one.method, one.path) == (method, path)
    ]
    return found


class TestGroups:
    def test_hold_every_operation_once(self, api: FastAPI) -> None:
        told = [(path, method) for path, item in api.openapi()["paths"].items() for method in item]
        shown = [(one.path, one.method.lower()) for group in groups(api.openapi()) for one in group.operations]
        assert len(shown) > 40
        assert sorted(shown) == sorted(told)

    def test_are_in_order(self, api: FastAPI) -> None:
        names = [group.name for group in groups(api.openapi())]
        assert names == sorted(names)

    def test_name_what_an_operation_takes(self, api: FastAPI) -> None:
        fields = {field.name: field for field in operation(api, "POST", "/api/v1/auth/login").fields}
        assert fields["email"].place == "body"
        assert fields["email"].required

    def test_name_what_an_operation_answers(self, api: FastAPI) -> None:
        answers = operation(api, "GET", "/api/v1/jobs/{job_id}").answers
        assert [answer.status for answer in answers] == ["200"]
        assert "title" in {field.name for field in answers[0].fields}

    def test_say_lists_and_choices_in_words(self) -> None:
        schema = {
            "properties": {
                "many": {"type": "array", "items": {"$ref": "#/components/schemas/Skill"}},
                "one": {"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}]},
            },
            "required": ["many"],
        }
        answer = {"description": "Taken", "content": {"application/json": {"schema": schema}}}
        document = {"paths": {"/x": {"get": {"operationId": "x", "responses": {"202": answer}}}}}
        [group] = groups(document)
        assert group.name == "other"
        assert group.operations[0].answers == (
            Answer(
                "202",
                "Taken",
                (Field("many", "body", "list of Skill", True, ""), Field("one", "body", "a | b or null", False, "")),
            ),
        )
