/* Certificates, and what goes by them. */

#include "fixtures.h"

#include <stdio.h>
#include <string.h>

#include "must.h"

/* In the root of the repository, where the program runs. */
#define AUTHORITY "fuzz/certificates/authority.pem"
#define CHAIN "fuzz/certificates/server.pem"
#define KEY "fuzz/certificates/server.key"

enum { FILE_ROOM = 4096 };

struct file {
  uint8_t octets[FILE_ROOM];
  size_t len;
};

static smtpwire_identity *identity;

static smtpwire_bytes read_file(const char *path, struct file *file) {
  smtpwire_bytes octets;
  if (file->len == 0) {
    FILE *from = fopen(path, "rb");
    must_be(from != NULL, path);
    file->len = fread(file->octets, 1, sizeof file->octets, from);
    fclose(from);
    must_be(file->len > 0 && file->len < sizeof file->octets, path);
  }
  octets.data = file->octets;
  octets.len = file->len;
  return octets;
}

smtpwire_bytes fixture_pem(void) {
  static struct file file;
  return read_file(CHAIN, &file);
}

smtpwire_bytes fixture_key_pem(void) {
  static struct file file;
  return read_file(KEY, &file);
}

/* The base64 between the lines of a PEM file. */
smtpwire_bytes fixture_key_der(void) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  static struct file file;
  smtpwire_bytes pem = fixture_key_pem();
  const uint8_t *from = (const uint8_t *)memchr(pem.data, 10, pem.len);
  uint32_t bits = 0;
  unsigned count = 0;
  smtpwire_bytes der;
  file.len = 0;
  for (; *from != '-'; from++) {
    const char *digit = *from == 0 ? NULL : strchr(digits, *from);
    if (digit != NULL) {
      bits = bits << 6 | (uint32_t)(digit - digits);
      count += 6;
    }
    if (count >= 8) {
      count -= 8;
      file.octets[file.len++] = (uint8_t)(bits >> count);
    }
  }
  der.data = file.octets;
  der.len = file.len;
  return der;
}

smtpwire_bytes fixture_der(void) {
  return smtpwire_certificate_der(fixture_certificate());
}

smtpwire_identity *fixture_identity(void) {
  smtpwire_identity *made;
  MUST(smtpwire_identity_from_pem(fixture_pem(), fixture_key_pem(), &made, NULL));
  return made;
}

const smtpwire_certificate *fixture_certificate(void) {
  const smtpwire_certificate *certificate;
  if (identity == NULL) {
    identity = fixture_identity();
  }
  MUST(smtpwire_identity_certificate(identity, 0, &certificate));
  return certificate;
}

smtpwire_roots *fixture_roots(void) {
  smtpwire_roots *roots;
  MUST(smtpwire_roots_new(&roots));
  MUST(smtpwire_roots_add_pem_file(roots, smtpwire_str_of(AUTHORITY), NULL));
  return roots;
}

smtpwire_client_tls_builder *fixture_client_tls_builder(void) {
  smtpwire_roots *roots = fixture_roots();
  smtpwire_client_tls_builder *builder;
  MUST(smtpwire_client_tls_builder_new(&builder));
  MUST(smtpwire_client_tls_builder_set_roots(builder, roots));
  smtpwire_roots_free(roots);
  return builder;
}

smtpwire_client_tls *fixture_client_tls(void) {
  smtpwire_client_tls_builder *builder = fixture_client_tls_builder();
  smtpwire_client_tls *made;
  MUST(smtpwire_client_tls_builder_build(builder, &made, NULL));
  smtpwire_client_tls_builder_free(builder);
  return made;
}

smtpwire_server_tls_builder *fixture_server_tls_builder(void) {
  smtpwire_identity *shown = fixture_identity();
  smtpwire_server_tls_builder *builder;
  MUST(smtpwire_server_tls_builder_new(&builder));
  MUST(smtpwire_server_tls_builder_add_identity(builder, shown));
  smtpwire_identity_free(shown);
  return builder;
}

smtpwire_server_tls *fixture_server_tls(void) {
  smtpwire_server_tls_builder *builder = fixture_server_tls_builder();
  smtpwire_server_tls *made;
  MUST(smtpwire_server_tls_builder_build(builder, &made, NULL));
  smtpwire_server_tls_builder_free(builder);
  return made;
}

smtpwire_peer *fixture_peer(void) {
  smtpwire_peer *peer;
  MUST(smtpwire_peer_new(smtpwire_str_of("mx.example"), &peer, NULL));
  return peer;
}

smtpwire_dane *fixture_dane(void) {
  smtpwire_dane *dane;
  smtpwire_text *record;
  smtpwire_str text;
  MUST(smtpwire_tlsa_of_certificate(fixture_der(), 3, 1, 1, &record, NULL));
  MUST(smtpwire_dane_new(&dane));
  text.data = (const char *)smtpwire_text_view(record).data;
  text.len = smtpwire_text_view(record).len;
  MUST(smtpwire_dane_add_tlsa_text(dane, text, NULL));
  smtpwire_text_free(record);
  return dane;
}

smtpwire_sts_policy *fixture_sts_policy(void) {
  smtpwire_sts_policy *policy;
  MUST(smtpwire_sts_policy_parse(bytes_of("version: STSv1\nmode: enforce\nmx: *.example\nmax_age: 86400\n"), &policy,
                                 NULL));
  return policy;
}

smtpwire_tlsrpt *fixture_tlsrpt(void) {
  smtpwire_tlsrpt *tlsrpt;
  smtpwire_bytes record = bytes_of("v=TLSRPTv1; rua=mailto:reports@example.com");
  MUST(smtpwire_tlsrpt_find(&record, 1, &tlsrpt, NULL));
  return tlsrpt;
}

void fixtures_end(void) {
  fixtures_end_sessions();
  fixtures_end_secure();
  smtpwire_identity_free(identity);
  identity = NULL;
}
