// SPDX-License-Identifier: Apache-2.0

/// A definition from a file: checked as a whole before anything runs, then run with values of the program's own.

#include <fstream>
#include <iostream>

#include "penstock/penstock.hpp"

using namespace penstock;

int main() {
  auto definition = read_definition_file("02_json.json");
  if (!definition) {
    std::cerr << to_text(definition.error());
    return 1;
  }

  MemoryStore store;
  TbbExecutor executor;
  Engine engine{store, executor, standard_handlers()};

  // What is wrong comes all at once, with the object, the field and a way out.
  Definition broken = *definition;
  broken.name = "broken";
  broken.objects[1].id = "Gret";
  broken.objects[2].fields.push_back({.name = "maximumRetries", .values = {std::string{"often"}}});
  try {
    engine.deploy(broken);
  } catch (const DefinitionError& error) {
    for (const auto& diagnostic : error.diagnostics()) std::cout << to_text(diagnostic) << '\n';
  }

  definition->name = "hello";
  engine.deploy(*definition, {{"myName", {std::string{"reader"}}}});
  engine.run();
  std::cout << std::ifstream{"hello.txt"}.rdbuf();
}
