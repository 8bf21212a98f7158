// What surrounds every call: its trace, who calls and whether they may, its query parameters, one
// line in the log and the figures.
#pragma once

#include "api/http/server.h"
#include "api/routes.h"

namespace zhipi::api {

// Answers the request by the row's call, or refuses it. The answer names its trace in
// `traceresponse`, a problem document also in `instance`. `service` and `row` must outlive the
// reply.
void serve(Service& service, const RouteRow& row, http::Request request, http::Reply reply);

}  // namespace zhipi::api
