// SPDX-License-Identifier: Apache-2.0
#include "penstock/openssl/openssl_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "executor/scratch_folder.hpp"

namespace penstock {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::Property;
using testing::ThrowsMessage;

const std::string hex_key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const std::string base64_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const std::string other_key(64, '7');

std::string changed_at(std::string text, std::size_t position) {
  text[position] = text[position] == 'A' ? 'B' : 'A';
  return text;
}

TEST(OpensslVault, OpensWhatItSealed) {
  OpensslVault vault{VaultKey{hex_key}};
  for (const auto& secret : {std::string{}, std::string{"x"}, std::string(3, '\0'), std::string(100'000, 'y')}) {
    EXPECT_EQ(vault.open(vault.seal(secret, "there"), "there"), secret);
  }
}

TEST(OpensslVault, OpensInAnotherProcessWithTheSameKey) {
  const auto sealed = OpensslVault{VaultKey{hex_key}}.seal("tiger", "there");
  EXPECT_EQ(OpensslVault{VaultKey{base64_key}}.open(sealed, "there"), "tiger");
}

TEST(OpensslVault, SealsEqualSecretsDifferently) {
  OpensslVault vault{VaultKey{hex_key}};
  EXPECT_NE(vault.seal("tiger", "there"), vault.seal("tiger", "there"));
}

TEST(OpensslVault, OpensNothingWithAnotherKey) {
  const auto sealed = OpensslVault{VaultKey{hex_key}}.seal("tiger", "there");
  OpensslVault other{VaultKey{other_key}};
  EXPECT_THAT([&] { (void)other.open(sealed, "there"); }, ThrowsMessage<VaultError>(HasSubstr("another key")));
}

TEST(OpensslVault, OpensNothingInAnotherPlace) {
  OpensslVault vault{VaultKey{hex_key}};
  const auto sealed = vault.seal("tiger", "here");
  EXPECT_THROW((void)vault.open(sealed, "there"), VaultError);
}

TEST(OpensslVault, NoticesAChangeOfAnyCharacter) {
  OpensslVault vault{VaultKey{hex_key}};
  const auto sealed = vault.seal("tiger", "there");
  for (std::size_t i = 0; i < sealed.size(); ++i) EXPECT_THROW((void)vault.open(changed_at(sealed, i), "there"), VaultError) << i;
}

TEST(OpensslVault, NoticesWhatWasCutOff) {
  OpensslVault vault{VaultKey{hex_key}};
  const auto sealed = vault.seal("tiger", "there");
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_THROW((void)vault.open(sealed.substr(0, size), "there"), VaultError) << size;
}

TEST(VaultKey, IsTheSameInHexadecimalAndInBase64) {
  EXPECT_EQ(VaultKey{"  " + hex_key + "\n"}.bytes(), VaultKey{base64_key + "\r\n"}.bytes());
}

TEST(VaultKey, RefusesWhatIsNot32BytesAndDoesNotRepeatIt) {
  for (const std::string_view text : {"", "tiger", "000102", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="}) {
    EXPECT_THAT([&] { (void)VaultKey{text}; }, ThrowsMessage<VaultError>(HasSubstr("must be 32 bytes"))) << text;
  }
  EXPECT_THAT([] { (void)VaultKey{std::string(64, 'z')}; }, ThrowsMessage<VaultError>(Not(HasSubstr("zz"))));
}

TEST(VaultKey, IsReadFromAPrivateFile) {
  ScratchFolder folder;
  folder.write("key", hex_key + "\n");
  std::filesystem::permissions(folder / "key", std::filesystem::perms::owner_read);
  EXPECT_EQ(VaultKey::read(folder / "key").bytes(), VaultKey{hex_key}.bytes());
}

TEST(VaultKey, RefusesAFileThatEverybodyMayRead) {
  ScratchFolder folder;
  folder.write("key", hex_key);
  std::filesystem::permissions(folder / "key", std::filesystem::perms::owner_all | std::filesystem::perms::others_read);
  EXPECT_THAT([&] { (void)VaultKey::read(folder / "key"); }, ThrowsMessage<VaultError>(HasSubstr("chmod 600")));
}

TEST(VaultKey, SaysWhichFileIsMissing) {
  EXPECT_THAT([] { (void)VaultKey::read("/nowhere/key"); }, ThrowsMessage<VaultError>(HasSubstr("/nowhere/key")));
}

}  // namespace
}  // namespace penstock
