// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the program tells the shell. The numbers are an interface: scripts compare them.

namespace penstock::cli {

enum class ExitCode : int {
  success = 0,
  failed = 1,            ///< run: an instance of a pipeline named on the command line failed, or waits for something that will not come;
                         ///< simulate --scenario: an expectation does not hold; db check: the store is not sound
  usage = 2,             ///< the command line is wrong, or a file that it names cannot be read
  definition_error = 3,  ///< a definition, or the values of its parameters, has errors; nothing was run
  store_error = 4,       ///< the store cannot be opened, read or written, or another engine holds it
  refused = 5,           ///< there is no such pipeline, object, instance, attempt or log, or it cannot be changed that way now
  output_error = 6,      ///< all went well, but what was to be said could not be written (a full disk; a closed pipe is no error)
  internal = 70,         ///< a mistake in the program
  interrupted = 130,     ///< run: ended by SIGINT or SIGTERM; what was recorded goes on with the next run
};

}  // namespace penstock::cli
