// SPDX-License-Identifier: Apache-2.0
//
// Durations that no period can be. Not compiled with the tests: cmake/expect_compile_error.cmake sees that it fails.
#include "penstock/definition/slots.hpp"

void wait(const penstock::PeriodValue& period);

void wait_for_durations() {
  // EXPECT: Penstock: a period is counted in milliseconds or longer units
  wait(std::chrono::microseconds{5});
  // EXPECT: Penstock: a period is a whole number of its unit
  wait(std::chrono::duration<double, std::ratio<3600>>{0.5});
}
