// SPDX-License-Identifier: Apache-2.0
#include "bench/task_graphs.hpp"

#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <deque>
#include <memory>
#include <utility>

namespace penstock::bench {

std::vector<unsigned char> run_flow_graph(const LayeredGraph& graph, std::uint32_t copies, const std::function<void()>& constructed) {
  using Message = tbb::flow::continue_msg;
  const std::size_t nodes = std::size_t{graph.nodes()} * copies;
  std::vector<unsigned char> done(nodes);
  tbb::flow::graph flow;
  std::deque<tbb::flow::continue_node<Message>> flow_nodes;
  for (std::size_t node = 0; node < nodes; ++node)
    flow_nodes.emplace_back(flow, [mark = &done[node]](const Message& message) {
      *mark = 1;
      return message;
    });
  for (std::uint32_t copy = 0; copy < copies; ++copy) {
    const std::size_t first = std::size_t{copy} * graph.nodes();
    for (std::uint32_t node = 0; node < graph.nodes(); ++node)
      for (const auto before : graph.before(node)) tbb::flow::make_edge(flow_nodes[first + before], flow_nodes[first + node]);
  }
  constructed();
  for (std::uint32_t copy = 0; copy < copies; ++copy)
    for (std::uint32_t node = 0; node < graph.width(); ++node) flow_nodes[std::size_t{copy} * graph.nodes() + node].try_put(Message{});
  flow.wait_for_all();
  return done;
}

namespace {

/// Successors in one array, where those of a node begin in another.
class CountedGraph {
 public:
  CountedGraph(const LayeredGraph& graph, std::uint32_t copies)
      : nodes_{graph.nodes() * copies}, begin_(nodes_ + 1), successors_(edges(graph) * copies), waits_for_(nodes_), done_(nodes_) {
    const auto each_edge = [&](const auto& visit) {
      for (std::uint32_t copy = 0; copy < copies; ++copy)
        for (std::uint32_t node = 0; node < graph.nodes(); ++node)
          for (const auto before : graph.before(node)) visit(copy * graph.nodes() + before, copy * graph.nodes() + node);
    };
    each_edge([&](std::uint32_t from, std::uint32_t to) {
      ++begin_[from + 1];
      waits_for_[to].fetch_add(1, std::memory_order_relaxed);
    });
    for (std::uint32_t node = 0; node < nodes_; ++node) begin_[node + 1] += begin_[node];
    // Filled from the front of each node's part, which ends where the next one's begins.
    each_edge([&](std::uint32_t from, std::uint32_t to) { successors_[begin_[from]++] = to; });
    for (std::uint32_t node = nodes_; node > 0; --node) begin_[node] = begin_[node - 1];
    begin_[0] = 0;
  }

  std::vector<unsigned char> run() {
    std::vector<std::uint32_t> ready;
    for (std::uint32_t node = 0; node < nodes_; ++node)
      if (waits_for_[node].load(std::memory_order_relaxed) == 0) ready.push_back(node);
    group_.run_and_wait([&] { work_off(std::move(ready)); });
    return std::move(done_);
  }

 private:
  static std::size_t edges(const LayeredGraph& graph) { return std::size_t{graph.nodes() - graph.width()} * LayeredGraph::fan_in; }

  /// Runs what is ready and what becomes ready by that; gives half of it away when there is much.
  void work_off(std::vector<std::uint32_t> ready) {
    while (!ready.empty()) {
      if (ready.size() > batch) {
        const auto middle = ready.begin() + static_cast<std::ptrdiff_t>(ready.size() / 2);
        group_.run([this, half = std::make_shared<std::vector<std::uint32_t>>(middle, ready.end())] { work_off(std::move(*half)); });
        ready.erase(middle, ready.end());
      }
      const auto node = ready.back();
      ready.pop_back();
      done_[node] = 1;
      for (auto edge = begin_[node]; edge < begin_[node + 1]; ++edge) {
        const auto next = successors_[edge];
        if (waits_for_[next].fetch_sub(1, std::memory_order_acq_rel) == 1) ready.push_back(next);
      }
    }
  }

  static constexpr std::size_t batch = 512;
  std::uint32_t nodes_;
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> successors_;
  std::vector<std::atomic<std::uint8_t>> waits_for_;
  std::vector<unsigned char> done_;
  tbb::task_group group_;
};

}  // namespace

std::vector<unsigned char> run_counters(const LayeredGraph& graph, std::uint32_t copies, const std::function<void()>& constructed) {
  CountedGraph counted{graph, copies};
  constructed();
  return counted.run();
}

}  // namespace penstock::bench
