// The SQL of figures.h.
#pragma once

#include "store/connection.h"
#include "store/figures.h"

namespace zhipi::store {

QueueFigures queue_figures(Connection& connection);
std::vector<Waiting> waiting(Connection& connection, Date today, Date near);
Statistics statistics(Connection& connection, const StatisticsQuery& query);

}  // namespace zhipi::store
