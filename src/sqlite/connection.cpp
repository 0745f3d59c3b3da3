// SPDX-License-Identifier: Apache-2.0
#include "sqlite/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

namespace penstock::sqlite {
namespace {

/// How long to wait for others who write: a request is one row, so whoever holds the lock for longer is stuck.
constexpr int patience_ms = 5'000;

bool writable(const std::filesystem::path& path) noexcept { return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0; }

/// Finds out why, because SQLite only says that it could not.
std::string cannot_open(const std::filesystem::path& file, Access access, std::string_view detail) {
  std::error_code ignored;
  const auto folder = file.parent_path();
  if (!std::filesystem::is_directory(folder, ignored)) {
    return fmt::format("cannot open store \"{}\": the folder does not exist; create it first", file.native());
  }
  if (std::filesystem::is_directory(file, ignored))
    return fmt::format("cannot open store \"{}\": it is a folder, not a file", file.native());
  if (access != Access::create && !std::filesystem::exists(file, ignored)) return fmt::format("there is no store \"{}\"", file.native());
  if (!writable(folder)) return fmt::format("cannot write into folder \"{}\": it is read-only for this user", folder.native());
  if (access != Access::read && !writable(file))
    return fmt::format("cannot write store \"{}\": it is read-only for this user", file.native());
  return fmt::format("cannot open store \"{}\": {}", file.native(), detail);
}

[[noreturn]] void disk_full(const std::filesystem::path& file) {
  throw StoreError{fmt::format("cannot write store \"{}\": the disk is full; nothing was recorded", file.native()), true};
}

}  // namespace

std::filesystem::path resolved(const std::filesystem::path& file) {
  std::error_code failed;
  auto result = std::filesystem::weakly_canonical(std::filesystem::absolute(file, failed), failed);
  if (failed) throw StoreError{fmt::format("cannot find store \"{}\": {}", file.native(), failed.message())};
  return result;
}

Connection::Connection(std::filesystem::path file, Access access) : file_{std::move(file)}, access_{access} {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Access::read:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case Access::write:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Access::create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
  }
  try {
    if (const int code = ::sqlite3_open_v2(file_.c_str(), &handle_, flags, nullptr); code != SQLITE_OK) fail(code);
    // A file that may only be read is opened all the same, and would refuse the first commit instead.
    if (access != Access::read && ::sqlite3_db_readonly(handle_, "main") == 1) fail(SQLITE_READONLY);
    ::sqlite3_busy_timeout(handle_, patience_ms);
    // The file may come from strangers: views and triggers in it get no say.
    ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    ::sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  } catch (...) {
    ::sqlite3_close(handle_);
    throw;
  }
}

Connection::~Connection() {
  ::sqlite3_finalize(begin_);
  ::sqlite3_finalize(commit_);
  ::sqlite3_close(handle_);
}

void Connection::execute(std::string_view sql) {
  // Statement by statement: sqlite3_exec wants a terminated string and would hide which one failed.
  const char* rest = sql.data();
  const char* const end = rest + sql.size();
  while (rest != end) {
    sqlite3_stmt* statement = nullptr;
    if (const int code = ::sqlite3_prepare_v2(handle_, rest, static_cast<int>(end - rest), &statement, &rest); code != SQLITE_OK)
      fail(code);
    if (statement == nullptr) continue;  // white space or a comment
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = ::sqlite3_step(statement);
    ::sqlite3_finalize(statement);
    if (code != SQLITE_DONE) fail(code);
  }
}

void Connection::run_kept(sqlite3_stmt*& statement, std::string_view sql) {
  if (statement == nullptr) {
    const int code =
        ::sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
  }
  const int code = ::sqlite3_step(statement);
  ::sqlite3_reset(statement);
  if (code != SQLITE_DONE) fail(code);
}

// IMMEDIATE: a transaction that reads first and writes later can find that somebody else has written, and that cannot be waited out.
void Connection::begin() { run_kept(begin_, "BEGIN IMMEDIATE"); }

void Connection::commit() { run_kept(commit_, "COMMIT"); }

void Connection::roll_back() noexcept {
  // After some errors SQLite has rolled back by itself.
  if (::sqlite3_get_autocommit(handle_) == 0) ::sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::integer(std::string_view sql) {
  Statement statement{*this, sql};
  auto cursor = statement.query();
  std::int64_t value = 0;
  if (cursor.next()) cursor >> value;
  return value;
}

std::string Connection::text(std::string_view sql) {
  Statement statement{*this, sql};
  auto cursor = statement.query();
  std::string value;
  if (cursor.next()) cursor >> value;
  return value;
}

std::int64_t Connection::last_insert_id() const noexcept { return ::sqlite3_last_insert_rowid(handle_); }

std::int64_t Connection::changes() const noexcept { return ::sqlite3_changes(handle_); }

bool Connection::has_moved() const noexcept {
  int moved = 0;
  return ::sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

void Connection::fail(int code) const {
  const std::string detail = handle_ == nullptr ? ::sqlite3_errstr(code) : ::sqlite3_errmsg(handle_);
  const int system_error = handle_ == nullptr ? 0 : ::sqlite3_system_errno(handle_);
  switch (code & 0xff) {
    case SQLITE_NOMEM:
      throw std::bad_alloc{};
    case SQLITE_FULL:
      disk_full(file_);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw StoreError{fmt::format("store \"{}\" is locked by another program that writes to it", file_.native()), true};
    case SQLITE_NOTADB:
      throw StoreError{fmt::format("\"{}\" is not a Penstock store: it is no SQLite database; it was left as it is", file_.native())};
    case SQLITE_CORRUPT:
      throw StoreError{fmt::format("store \"{}\" is damaged ({}); restore it from a backup; it was left as it is", file_.native(), detail)};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      throw StoreError{cannot_open(file_, access_, detail)};
    case SQLITE_IOERR:
      if (system_error == ENOSPC || system_error == EDQUOT) disk_full(file_);
      throw StoreError{fmt::format("cannot read or write store \"{}\": {}{}{}", file_.native(), detail, system_error == 0 ? "" : ": ",
                                   system_error == 0 ? "" : std::generic_category().message(system_error))};
    case SQLITE_CONSTRAINT:
      throw StoreError{fmt::format("store \"{}\" refuses what it was given: {}", file_.native(), detail)};
    default:
      throw StoreError{fmt::format("store \"{}\": {}", file_.native(), detail)};
  }
}

Cursor::~Cursor() { ::sqlite3_reset(statement_.handle_); }

bool Cursor::next() {
  column_ = 0;
  const int code = ::sqlite3_step(statement_.handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) statement_.connection_->fail(code);
  return false;
}

bool Cursor::is_null() const { return ::sqlite3_column_type(statement_.handle_, column_) == SQLITE_NULL; }

std::int64_t Cursor::integer() { return ::sqlite3_column_int64(statement_.handle_, column_++); }

std::int64_t Cursor::integer_within(std::int64_t low, std::int64_t high) {
  const std::int64_t value = integer();
  if (value >= low && value <= high) return value;
  throw StoreError{fmt::format("store \"{}\" is damaged: {} holds {}, which is not between {} and {}",
                               statement_.connection_->file().native(), ::sqlite3_column_name(statement_.handle_, column_ - 1), value, low,
                               high)};
}

std::string Cursor::text() {
  const auto* text = reinterpret_cast<const char*>(::sqlite3_column_text(statement_.handle_, column_));
  const int size = ::sqlite3_column_bytes(statement_.handle_, column_++);
  return text == nullptr ? std::string{} : std::string{text, static_cast<std::size_t>(size)};
}

Statement::Statement(Connection& connection, std::string_view sql, std::span<const char* const> parameters) : connection_{&connection} {
  const int code =
      ::sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  if (code != SQLITE_OK) connection.fail(code);
  positions_.reserve(parameters.size());
  for (const char* name : parameters) positions_.push_back(::sqlite3_bind_parameter_index(handle_, name));
}

Statement::~Statement() { ::sqlite3_finalize(handle_); }

Statement::Statement(Statement&& other) noexcept
    : connection_{other.connection_}, handle_{std::exchange(other.handle_, nullptr)}, positions_{std::move(other.positions_)} {}

void Statement::bind_integer(int position, std::int64_t value) {
  if (const int code = ::sqlite3_bind_int64(handle_, position, value); code != SQLITE_OK) connection_->fail(code);
}

void Statement::bind_text(int position, std::string_view text) {
  // An empty view may point nowhere, which SQLite would take for NULL.
  const char* begin = text.data() == nullptr ? "" : text.data();
  const int code = ::sqlite3_bind_text64(handle_, position, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) connection_->fail(code);
}

void Statement::bind_null(int position) {
  if (const int code = ::sqlite3_bind_null(handle_, position); code != SQLITE_OK) connection_->fail(code);
}

Transaction::Transaction(Connection& connection) : connection_{connection} { connection_.begin(); }

Transaction::~Transaction() {
  if (open_) connection_.roll_back();
}

void Transaction::commit() {
  connection_.commit();
  open_ = false;
}

}  // namespace penstock::sqlite
