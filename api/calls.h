// The calls that the route table names, one function each. The principal has been authenticated and
// has one of the call's roles; whether this application is theirs to see, the workflow says.
#pragma once

#include "api/http/reply.h"
#include "api/http/request.h"
#include "api/http/response.h"
#include "api/service.h"

namespace zhipi::api {

using workflow::Principal;

http::Response add_material(Service&, const Principal&, const http::Request&);

// Holds the reply for `Prefer: wait=N`, on no thread, until the application is decided.
void submit(Service&, const Principal&, http::Request, http::Reply);
void supplement(Service&, const Principal&, http::Request, http::Reply);

http::Response list_applications(Service&, const Principal&, const http::Request&);
http::Response get_application(Service&, const Principal&, const http::Request&);
http::Response get_decision(Service&, const Principal&, const http::Request&);
http::Response get_readings(Service&, const Principal&, const http::Request&);
http::Response get_facts(Service&, const Principal&, const http::Request&);
http::Response get_timeline(Service&, const Principal&, const http::Request&);
http::Response get_page(Service&, const Principal&, const http::Request&);
http::Response withdraw(Service&, const Principal&, const http::Request&);

// What reviewers do.
http::Response claim(Service&, const Principal&, const http::Request&);
http::Response release(Service&, const Principal&, const http::Request&);
http::Response review(Service&, const Principal&, const http::Request&);
http::Response revoke(Service&, const Principal&, const http::Request&);
http::Response disagree(Service&, const Principal&, const http::Request&);

// What happens to applications: a page of it, or a stream of server-sent events.
void events(Service&, const Principal&, http::Request, http::Reply);

http::Response pause(Service&, const Principal&, const http::Request&);
http::Response resume(Service&, const Principal&, const http::Request&);
http::Response extend(Service&, const Principal&, const http::Request&);
http::Response list_obligations(Service&, const Principal&, const http::Request&);
http::Response check_obligation(Service&, const Principal&, const http::Request&);
http::Response list_spot_checks(Service&, const Principal&, const http::Request&);
http::Response answer_spot_check(Service&, const Principal&, const http::Request&);
// Whom else the same criterion of the same pack approved.
http::Response list_affected(Service&, const Principal&, const http::Request&);

http::Response judge(Service&, const Principal&, const http::Request&);
http::Response list_matters(Service&, const Principal&, const http::Request&);
http::Response get_matter(Service&, const Principal&, const http::Request&);
http::Response get_form_schema(Service&, const Principal&, const http::Request&);

// A draft's problems, 200 even where there are errors.
http::Response check_pack(Service&, const Principal&, const http::Request&);

// What a draft would change over stored applications.
http::Response backtest_pack(Service&, const Principal&, const http::Request&);

// What a draft's golden cases say, 200 also where some fail.
http::Response test_pack(Service&, const Principal&, const http::Request&);

// The process is up; the store answers.
http::Response healthz(Service&, const Principal&, const http::Request&);
http::Response readyz(Service&, const Principal&, const http::Request&);

// Prometheus' figures; those of the office.
http::Response get_metrics(Service&, const Principal&, const http::Request&);
http::Response get_statistics(Service&, const Principal&, const http::Request&);

// The interface described: OpenAPI, a page for people, and the files of that page.
http::Response get_openapi(Service&, const Principal&, const http::Request&);
http::Response get_documentation(Service&, const Principal&, const http::Request&);
http::Response get_documentation_file(Service&, const Principal&, const http::Request&);

// A JSON answer, in canonical bytes.
http::Response json_response(const Json& body, int status = 200);

// The same of what is canonical JSON already.
http::Response text_response(std::string body, int status);

}  // namespace zhipi::api
