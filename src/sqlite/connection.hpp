// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A connection to SQLite, its statements and transactions, as owners that clean up after themselves. Turns result codes into StoreErrors
/// that say who must act. Knows nothing of Penstock's tables. One thread at a time.

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "penstock/store/store.hpp"
#include "penstock/time.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace penstock::sqlite {

enum class Access { read, write, create };

/// The file that SQLite itself will use: absolute, symbolic links resolved, so that everything beside the database has one name.
[[nodiscard]] std::filesystem::path resolved(const std::filesystem::path& file);

class Connection {
 public:
  /// `file` is `resolved`. Nothing is read yet. Throws StoreError.
  Connection(std::filesystem::path file, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs statements that take no parameters and give no rows.
  void execute(std::string_view sql);
  /// Begins a transaction that writes, and ends it for good. Use Transaction.
  void begin();
  void commit();
  /// Takes back whatever transaction is open, if any.
  void roll_back() noexcept;
  [[nodiscard]] std::int64_t integer(std::string_view sql);  ///< of the first row's first column
  [[nodiscard]] std::string text(std::string_view sql);      ///< of the first row's first column
  [[nodiscard]] std::int64_t last_insert_id() const noexcept;
  [[nodiscard]] std::int64_t changes() const noexcept;  ///< rows that the last statement changed
  /// Whether the file was removed, renamed or replaced since it was opened: what is written now, nobody will find.
  [[nodiscard]] bool has_moved() const noexcept;

  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }
  /// Throws the StoreError that fits the last result of this connection.
  [[noreturn]] void fail(int code) const;

 private:
  void run_kept(sqlite3_stmt*& statement, std::string_view sql);

  std::filesystem::path file_;
  Access access_;
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;  // prepared when first used
  sqlite3_stmt* commit_ = nullptr;
};

/// Greatest value of an enumeration, for reading it back; specialised beside the rows that hold it.
template <class Enum>
inline constexpr Enum last_value = Enum{};

class Statement;

/// The rows of a running statement; ends it when destroyed. Columns are taken from the left:
///
///     while (cursor.next()) cursor >> row.key >> row.name;
class Cursor {
 public:
  explicit Cursor(Statement& statement) : statement_{statement} {}
  ~Cursor();
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  /// The next row; false when there is none.
  [[nodiscard]] bool next();

  /// NULL reads as zero, as the empty text and as none. Throws StoreError if the value does not fit, which means that the file is damaged.
  template <class T>
  Cursor& operator>>(T& target) {
    if constexpr (std::same_as<T, std::string>) {
      target = text();
    } else if constexpr (std::same_as<T, Instant>) {
      target = Instant{Duration{integer()}};
    } else if constexpr (std::same_as<T, bool>) {
      target = integer_within(0, 1) != 0;
    } else if constexpr (std::is_enum_v<T>) {
      target = static_cast<T>(integer_within(0, static_cast<std::int64_t>(last_value<T>)));
    } else if constexpr (sizeof(T) < sizeof(std::int64_t)) {
      target = static_cast<T>(integer_within(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    } else {
      static_assert(std::same_as<T, std::int64_t>);
      target = integer();
    }
    return *this;
  }
  template <class T>
  Cursor& operator>>(std::optional<T>& target) {
    if (is_null()) {
      target.reset();
      ++column_;
      return *this;
    }
    return *this >> target.emplace();
  }

 private:
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] std::int64_t integer();
  [[nodiscard]] std::int64_t integer_within(std::int64_t low, std::int64_t high);
  [[nodiscard]] std::string text();

  Statement& statement_;
  int column_ = 0;
};

/// A prepared statement, kept for as long as its connection is used.
class Statement {
 public:
  /// Parameters are bound in the order in which `sql` first mentions them, or in that of `parameters`: names of which `sql` may use some
  /// only.
  Statement(Connection& connection, std::string_view sql, std::span<const char* const> parameters = {});
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  /// Runs a statement that gives no rows; returns how many it changed.
  template <class... Values>
  std::int64_t run(const Values&... values) {
    Cursor cursor{*this};
    bind(values...);
    while (cursor.next()) {
    }
    return connection_->changes();
  }

  /// Runs a query. What texts refer to must stay while the cursor is used.
  template <class... Values>
  [[nodiscard]] Cursor query(const Values&... values) {
    bind(values...);
    return Cursor{*this};
  }

 private:
  friend class Cursor;

  template <class... Values>
  void bind(const Values&... values) {
    std::size_t next = 0;
    (bind_value(position(next++), values), ...);
  }
  template <class T>
  void bind_value(int position, const T& value) {
    if (position == 0) return;
    if constexpr (std::convertible_to<const T&, std::string_view>) {
      bind_text(position, value);
    } else if constexpr (std::same_as<T, Instant>) {
      bind_integer(position, value.time_since_epoch().count());
    } else {
      bind_integer(position, static_cast<std::int64_t>(value));
    }
  }
  template <class T>
  void bind_value(int position, const std::optional<T>& value) {
    if (value) {
      bind_value(position, *value);
    } else if (position != 0) {
      bind_null(position);
    }
  }
  [[nodiscard]] int position(std::size_t index) const noexcept {
    return positions_.empty() ? static_cast<int>(index) + 1 : positions_[index];
  }
  void bind_integer(int position, std::int64_t value);
  void bind_text(int position, std::string_view text);
  void bind_null(int position);

  Connection* connection_;
  sqlite3_stmt* handle_ = nullptr;
  std::vector<int> positions_;  // empty: in the order of the text
};

/// All or nothing: taken back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// Columns that hold NULL where a row holds zero or nothing.
[[nodiscard]] constexpr std::optional<std::int64_t> unless_zero(std::int64_t value) noexcept {
  return value == 0 ? std::nullopt : std::optional{value};
}
[[nodiscard]] inline std::optional<std::string_view> unless_empty(std::string_view text) noexcept {
  return text.empty() ? std::nullopt : std::optional{text};
}

}  // namespace penstock::sqlite
