// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "penstock/version.hpp"

int main() { std::cout << "linked with Penstock " << penstock::version() << '\n'; }
