/* What has to work before anything is misused. */

#ifndef MUST_H
#define MUST_H

#include <smtpwire.h>

#define MUST(call) must((call), #call)

void must(smtpwire_status status, const char *what);
void must_be(bool is, const char *what);
smtpwire_bytes bytes_of(const char *text);
smtpwire_bytes entropy(void);

/* The parts of `fixtures_end`. */
void fixtures_end_sessions(void);
void fixtures_end_secure(void);

#endif
