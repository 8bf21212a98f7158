"""Looks into the database of a service that has stopped: what the API has no call for."""

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys

from history import Kept, content_of, digest


def rows_of(data, store):
    """A function from SQL to rows."""
    if store:
        csv.field_size_limit(sys.maxsize)
        return lambda sql: list(csv.reader(subprocess.run(
            ["psql", store, "--csv", "-tqc", sql], check=True, text=True,
            stdout=subprocess.PIPE).stdout.splitlines(keepends=True)))
    connection = sqlite3.connect(os.path.join(data, "zhipi.db"))
    return lambda sql: connection.execute(sql).fetchall()


def fill(final, data, store=None):
    rows = rows_of(data, store)
    files = {}
    for application, material in rows("SELECT application, digest FROM application_materials"):
        files.setdefault(application, []).append(material)
        final.attached.add(material)
    for one, reference, state, number, request in rows(
            "SELECT id, reference, state, round, request FROM applications"):
        document = {**json.loads(request), "reference": reference}
        final.applications[one] = Kept(one, reference, state, int(number),
                                       content_of(document, files.get(one, ())))
    for application, number, decision in rows(
            "SELECT application, round, decision FROM decisions WHERE maker = 'engine' "
            "ORDER BY sequence"):
        kept = final.applications[application]
        kept.engine_rounds.append(int(number))
        kept.decision = digest(json.dumps(json.loads(decision), sort_keys=True))
    for application, event in rows("SELECT application, event FROM timeline ORDER BY sequence"):
        final.applications[application].events.append(event)
    for job, application, state in rows("SELECT id, application, state FROM jobs"):
        if application in final.applications:
            final.applications[application].jobs.append(state)
        else:
            final.orphan_jobs.append(job)
    for principal, key, status, response in rows(
            "SELECT principal, key, status, response FROM idempotency"):
        final.answers[principal, key] = (int(status), response.encode())
    final.materials = {material for (material,) in rows("SELECT digest FROM materials")}
    for sequence, entry in rows("SELECT sequence, entry FROM audit ORDER BY sequence"):
        told = json.loads(entry)
        final.audit.append((int(sequence), told["action"], told["subject"]))
    final.blobs = blobs_of(data)


def blobs_of(data):
    """Digests of what the files hold, whatever their names say."""
    found = set()
    for folder, _, names in os.walk(os.path.join(data, "blobs")):
        if os.path.basename(folder) == "incoming":
            continue
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                found.add("sha256:" + hashlib.sha256(file.read()).hexdigest())
    return found
