"""Judges a history: everything that a service must not do, found in what the clients saw.

`violations` is a pure function; each rule below is one promise and gives a sentence for each breach.
"""

import collections

UNDER_WAY = ("received", "reading", "judging")
# An application only goes on: from the machine to whoever decides, and from there to the end.
PLACE = {"received": 0, "reading": 1, "judging": 2, "decided": 3, "escalated": 3, "supplementing": 3,
         "withdrawn": 4, "revoked": 4, "closed": 4}
ALLOWED = {"submit": {201, 202, 422, 503}, "withdraw": {200, 409, 503}, "upload": {201, 503},
           "read": {200, 503}, "list": {200, 503}}


def violations(history):
    found = []
    for rule in RULES:
        found += [f"{rule.__name__}: {what}" for what in rule(history)]
    return found


def acknowledged(history, kind):
    return [call for call in history.calls if call.kind == kind and call.acknowledged]


def every_answer_is_one_that_the_call_can_have(history):
    for call in history.calls:
        if call.status is None:
            continue
        if call.status not in ALLOWED[call.kind]:
            yield f"{call.kind} was answered {call.status} {call.problem}: {call.body[:200]!r}"
        if call.status == 503 and not call.retry_after:
            yield f"{call.kind} was answered 503 without Retry-After"


def no_answer_belongs_to_another_request(history):
    for call in acknowledged(history, "submit"):
        if call.answer_reference != call.reference:
            yield f"{call.reference} was answered about {call.answer_reference!r}"
    for kind in ("read", "withdraw"):
        for call in acknowledged(history, kind):
            if call.answer_id != call.application:
                yield f"{kind} of {call.application} was answered about {call.answer_id!r}"
    for call in acknowledged(history, "upload"):
        if call.answer_id != call.sent:
            yield f"the upload of {call.sent} was answered about {call.answer_id!r}"


def what_was_acknowledged_is_there(history):
    kept = history.final.applications
    for call in acknowledged(history, "submit"):
        one = kept.get(call.answer_id)
        if one is None:
            yield f"{call.reference} was acknowledged as {call.answer_id} and is lost"
        elif (one.reference, one.content) != (call.reference, call.content):
            yield f"{call.answer_id} is {one.reference} {one.content!r}, sent was {call.content!r}"
    for call in acknowledged(history, "upload"):
        if call.sent not in history.final.materials:
            yield f"the upload {call.sent} was acknowledged and is lost"
    for call in acknowledged(history, "withdraw"):
        if call.application in kept and kept[call.application].state != "withdrawn":
            yield f"{call.application} was withdrawn and is {kept[call.application].state}"


def lists_and_database_agree(history):
    final = history.final
    for one in final.applications.values():
        if final.listed.get(one.id) != one.state:
            yield f"{one.id} is {one.state} and listed as {final.listed.get(one.id)}"
    for application in final.listed.keys() - final.applications.keys():
        yield f"{application} is listed and not there"


def a_key_has_one_application_and_one_answer(history):
    by_key = collections.defaultdict(list)
    for call in history.calls:
        if call.key is not None:
            by_key[call.principal, call.key].append(call)
    references = collections.defaultdict(set)
    for one in history.final.applications.values():
        references[one.reference].add(one.id)
    for name, calls in by_key.items():
        good = [call for call in calls if call.acknowledged]
        answers = {(call.status, call.body) for call in good}
        if len(answers) > 1:
            yield f"{name} was answered in {len(answers)} ways"
        sent = {call.sent for call in good}
        if len(sent) > 1:
            yield f"{name} was accepted with {len(sent)} bodies"
        for call in calls:
            if call.problem == "key_reused" and sent == {call.sent}:
                yield f"{name} was refused to a repetition of its own body"
        if good and history.final.answers.get(name) not in answers:
            yield f"{name} is not kept with the answer that was given"
        for reference in {call.reference for call in good if call.kind == "submit"}:
            if len(references[reference]) != 1:
                yield f"{name} made {len(references[reference])} applications"


def a_round_is_decided_once_by_the_engine(history):
    for one in history.final.applications.values():
        for number, count in collections.Counter(one.engine_rounds).items():
            if count > 1:
                yield f"round {number} of {one.id} has {count} decisions"
        told = one.events.count("decided")
        if told != len(one.engine_rounds):
            yield f"{one.id} has {len(one.engine_rounds)} decisions, its timeline {told}"


def every_application_comes_to_an_end_without_hands(history):
    for one in history.final.applications.values():
        if one.state in UNDER_WAY:
            yield f"{one.id} is still {one.state}; its jobs: {one.jobs}"
        # A job in hand at three crashes is suspected of them, and goes to a person undecided.
        elif one.state != "withdrawn" and not one.engine_rounds and "parked" not in one.events:
            yield f"{one.id} is {one.state} and nobody decided it"
        if one.state not in UNDER_WAY and set(one.jobs) - {"parked"}:
            yield f"{one.id} is {one.state} and still has jobs: {one.jobs}"


def a_withdrawal_and_a_decision_do_not_both_win(history):
    granted = collections.defaultdict(set)
    for call in acknowledged(history, "withdraw"):
        granted[call.application].add(call.key or f"call {call.begun}")
    for application, by in granted.items():
        if len(by) > 1:
            yield f"{application} was withdrawn {len(by)} times"
    asked = {call.application for call in history.calls
             if call.kind == "withdraw" and (call.acknowledged or call.status in (None, 503))}
    for one in history.final.applications.values():
        if one.state == "withdrawn" and one.id not in asked:
            yield f"{one.id} is withdrawn and nobody asked for it"
        if "withdrawn" in one.events:
            if one.events.count("withdrawn") > 1:
                yield f"{one.id} ended {one.events.count('withdrawn')} times"
            if one.events[-1] != "withdrawn":
                yield f"{one.id} went on after its end: {one.events}"


def states_never_go_backwards(history):
    """Also from one client to another: what one has seen, nobody who asks later sees undone."""
    views = collections.defaultdict(list)
    for call in history.calls:
        if call.acknowledged and call.state:
            views[call.answer_id].append(call)
    for application, calls in views.items():
        ended = sorted(calls, key=lambda call: call.ended)
        at, furthest = 0, (0, -1)
        for call in sorted(calls, key=lambda call: call.begun):
            while at < len(ended) and ended[at].ended < call.begun:
                furthest = max(furthest, (ended[at].round, PLACE[ended[at].state]))
                at += 1
            # A repetition gets what was said the first time, however long ago that was.
            if call.key is None and (call.round, PLACE[call.state]) < furthest:
                yield f"{application} was seen as {call.state} after it had been further"
    final = history.final.applications
    for application, calls in views.items():
        if application in final:
            end = (final[application].round, PLACE[final[application].state])
            for call in calls:
                if (call.round, PLACE[call.state]) > end:
                    yield f"{application} was seen as {call.state}, at the end it is " \
                          f"{final[application].state}"


def a_decision_that_was_seen_stays(history):
    seen = collections.defaultdict(set)
    for call in history.calls:
        if call.acknowledged and call.decision:
            seen[call.answer_id, call.round].add(call.decision)
    for (application, number), decisions in seen.items():
        if len(decisions) > 1:
            yield f"round {number} of {application} was seen with {len(decisions)} decisions"
        kept = history.final.applications.get(application)
        if kept and kept.round == number and kept.decision not in decisions:
            yield f"{application} has another decision than was seen"


def the_audit_log_is_whole_and_tells_every_write(history):
    final = history.final
    if final.audit_verdict:
        yield final.audit_verdict
    if [entry[0] for entry in final.audit] != list(range(1, len(final.audit) + 1)):
        yield "its sequence numbers have a gap"
    told = collections.Counter((action, subject) for _, action, subject in final.audit)
    for one in final.applications.values():
        expected = {"received": 1, "decided": len(one.engine_rounds),
                    "withdrawn": int(one.state == "withdrawn")}
        for action, count in expected.items():
            if told[action, one.id] != count:
                yield f"it has {told[action, one.id]} entries {action} of {one.id}, not {count}"
    for material in final.materials:
        if told["material_added", material] != 1:
            yield f"it has {told['material_added', material]} entries of material {material}"
    for _, action, subject in final.audit:
        if action in ("received", "decided", "withdrawn") and subject not in final.applications:
            yield f"it tells {action} of {subject}, which is not there"


def every_decision_can_be_derived_again(history):
    if history.final.rederived:
        yield history.final.rederived


def nothing_points_nowhere(history):
    final = history.final
    for material in final.attached - final.materials:
        yield f"an application names {material}, which nobody uploaded"
    for material in final.materials - final.blobs:
        yield f"the bytes of {material} are not there"
    for job in final.orphan_jobs:
        yield f"job {job} has no application"


RULES = (
    every_answer_is_one_that_the_call_can_have,
    no_answer_belongs_to_another_request,
    what_was_acknowledged_is_there,
    lists_and_database_agree,
    a_key_has_one_application_and_one_answer,
    a_round_is_decided_once_by_the_engine,
    every_application_comes_to_an_end_without_hands,
    a_withdrawal_and_a_decision_do_not_both_win,
    states_never_go_backwards,
    a_decision_that_was_seen_stays,
    the_audit_log_is_whole_and_tells_every_write,
    every_decision_can_be_derived_again,
    nothing_points_nowhere,
)
