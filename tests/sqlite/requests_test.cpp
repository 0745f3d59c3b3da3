// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <future>
#include <optional>

#include "penstock/sqlite/sqlite_store.hpp"
#include "sqlite/store_file.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Duration at_once{0};
constexpr Duration long_enough{60'000};

bool rings(const Mailbox& mailbox, int wait_ms) {
  pollfd doorbell{mailbox.doorbell(), POLLIN, 0};
  return ::poll(&doorbell, 1, wait_ms) == 1;
}

class Requests : public ::testing::Test {
 protected:
  Requests() { static_cast<void>(store_.open("engine")); }

  std::future<AnswerRow> ask(const Request& request) {
    return std::async(std::launch::async, [this, request] { return ask_engine(file_.path(), request, long_enough); });
  }
  /// Waits until the doorbell rings for somebody who still waits.
  std::vector<Request> take() {
    for (;;) {
      if (!rings(*store_.mailbox(), 60'000)) return {};
      if (auto requests = store_.mailbox()->take(); !requests.empty()) return requests;
    }
  }
  void answer(std::int64_t request, bool accepted, std::string message) {
    Batch batch;
    batch.answers.push_back({.request = request, .accepted = accepted, .message = std::move(message)});
    store_.commit(batch);
  }

  StoreFile file_;
  SqliteStore store_{file_.path()};
};

TEST_F(Requests, ReachTheEngineAndComeBackAnswered) {
  auto asked = ask({.command = "cancel", .pipeline = "traffic", .target = "@Clean_2015-05-17T00:00:00"});
  const auto requests = take();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].command, "cancel");
  EXPECT_EQ(requests[0].pipeline, "traffic");
  EXPECT_EQ(requests[0].target, "@Clean_2015-05-17T00:00:00");
  answer(requests[0].id, true, "canceled");
  EXPECT_EQ(asked.get(), (AnswerRow{.request = requests[0].id, .accepted = true, .message = "canceled"}));
}

TEST_F(Requests, MayBeRefused) {
  auto asked = ask({.command = "cancel", .pipeline = "traffic", .target = "@Clean"});
  const auto requests = take();
  ASSERT_THAT(requests, SizeIs(1));
  answer(requests[0].id, false, "there is no such instance");
  const auto reply = asked.get();
  EXPECT_FALSE(reply.accepted);
  EXPECT_EQ(reply.message, "there is no such instance");
}

TEST_F(Requests, AreTakenAgainUntilTheyAreAnswered) {
  auto asked = ask({.command = "pause", .pipeline = "traffic"});
  const auto first = take();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_THAT(store_.mailbox()->take(), SizeIs(1));
  answer(first[0].id, true, "");
  EXPECT_THAT(store_.mailbox()->take(), IsEmpty());
  asked.get();
}

TEST_F(Requests, AreAnsweredOnlyWithWhatTheyChanged) {
  auto asked = ask({.command = "pause", .pipeline = "traffic"});
  const auto requests = take();
  ASSERT_THAT(requests, SizeIs(1));
  Batch impossible;
  impossible.answers.push_back({.request = requests[0].id, .accepted = true, .message = "paused"});
  impossible.attempts.emplace_back();
  EXPECT_THROW(store_.commit(impossible), StoreError);
  EXPECT_THAT(store_.mailbox()->take(), SizeIs(1));
  answer(requests[0].id, false, "not possible");
  EXPECT_FALSE(asked.get().accepted);
}

TEST_F(Requests, AreTakenInTheOrderOfAsking) {
  file_.execute("INSERT INTO requests (command, pipeline) VALUES ('pause', 'a'), ('resume', 'b')");
  const auto requests = store_.mailbox()->take();
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].pipeline, "a");
  EXPECT_EQ(requests[1].pipeline, "b");
}

TEST_F(Requests, SilenceTheDoorbellWhenTaken) {
  auto asked = ask({.command = "pause", .pipeline = "traffic"});
  const auto requests = take();
  EXPECT_FALSE(rings(*store_.mailbox(), 0));
  answer(requests.at(0).id, true, "");
  asked.get();
}

TEST_F(Requests, OfNobodyWhoStillWaitsAreWithdrawn) {
  EXPECT_THAT(
      words_of<StoreError>([&] { static_cast<void>(ask_engine(file_.path(), {.command = "pause", .pipeline = "traffic"}, at_once)); }),
      HasSubstr("did not answer"));
  EXPECT_THAT(store_.mailbox()->take(), IsEmpty());
}

TEST_F(Requests, AreWithdrawnWhenTheEngineStops) {
  auto asked = ask({.command = "pause", .pipeline = "traffic"});
  ASSERT_THAT(take(), SizeIs(1));
  store_.close();
  EXPECT_THAT(words_of<StoreError>([&] { asked.get(); }), HasSubstr("stopped before it answered"));
  static_cast<void>(store_.open("engine"));
  EXPECT_THAT(store_.mailbox()->take(), IsEmpty());
}

TEST_F(Requests, NeedAnEngine) {
  store_.close();
  EXPECT_THAT(
      words_of<StoreError>([&] { static_cast<void>(ask_engine(file_.path(), {.command = "pause", .pipeline = "traffic"}, long_enough)); }),
      HasSubstr("no engine is running"));
}

TEST_F(Requests, NeedAStore) {
  EXPECT_THAT(words_of<StoreError>([&] { static_cast<void>(ask_engine(file_.folder() / "none.db", {.command = "pause"}, long_enough)); }),
              HasSubstr("there is no store"));
}

TEST_F(Requests, NeverShareANumber) {
  EXPECT_THROW(static_cast<void>(ask_engine(file_.path(), {.command = "pause", .pipeline = "traffic"}, at_once)), StoreError);
  auto asked = ask({.command = "resume", .pipeline = "traffic"});
  const auto requests = take();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].id, 2);
  answer(requests[0].id, true, "");
  asked.get();
}

TEST_F(Requests, WaitForTheEngineThatOpensNext) {
  store_.close();
  file_.execute("INSERT INTO requests (command, pipeline) VALUES ('pause', 'a')");
  static_cast<void>(store_.open("engine"));
  EXPECT_THAT(store_.mailbox()->take(), SizeIs(1));
}

TEST_F(Requests, HaveNoMailboxWhileTheStoreIsClosed) {
  store_.close();
  EXPECT_EQ(store_.mailbox(), nullptr);
}

TEST_F(Requests, AreNotRungIntoAFileThatIsNoDoorbell) {
  store_.close();
  const auto doorbell = file_.path().native() + "-doorbell";
  std::ofstream{doorbell} << "letter";
  EXPECT_THAT(words_of<StoreError>([&] { static_cast<void>(store_.open("engine")); }), HasSubstr("in the way"));
  std::string content;
  std::ifstream{doorbell} >> content;
  EXPECT_EQ(content, "letter");
}

}  // namespace
}  // namespace penstock
