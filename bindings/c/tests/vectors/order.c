/* order.json. */
#include <stdio.h>

#include "codec.h"
#include "field.h"
#include "values.h"

static const char *const phases[] = {"greeted", "refused", "ready", "mail",
                                     "rcpt",    "data",    "bdat",  NULL};
static const smtpwire_phase phase_numbers[] = {
    SMTPWIRE_PHASE_GREETED, SMTPWIRE_PHASE_REFUSED, SMTPWIRE_PHASE_READY, SMTPWIRE_PHASE_MAIL,
    SMTPWIRE_PHASE_RCPT,    SMTPWIRE_PHASE_DATA,    SMTPWIRE_PHASE_BDAT};

static const char *const standings[] = {"lmtp", "tls", "authenticated", "binary", NULL};
static const uint32_t standing_bits[] = {SMTPWIRE_ORDER_STANDING_LMTP, SMTPWIRE_ORDER_STANDING_TLS,
                                         SMTPWIRE_ORDER_STANDING_AUTHENTICATED,
                                         SMTPWIRE_ORDER_STANDING_BINARY};

/* What is said to a verb, in the words of the vectors. */
static const char *said(struct run *run, uint32_t phase, uint32_t standing, uint32_t verb) {
  char *refusal = bag_alloc(&run->bag, 32);
  smtpwire_order kind;
  smtpwire_phase next;
  uint16_t code = 0;
  smtpwire_enhanced_code enhanced = {0};
  need(run, "answer",
       smtpwire_order_answer(phase, standing, verb, &kind, &next, &code, &enhanced));
  switch (kind) {
    case SMTPWIRE_ORDER_ALLOWED:
      return text_of(run, smtpwire_phase_name(next));
    case SMTPWIRE_ORDER_CONTENT:
      return "content";
    case SMTPWIRE_ORDER_REFUSED:
      snprintf(refusal, 32, "%u %u.%u.%u", code, enhanced.class_, enhanced.subject,
               enhanced.detail);
      return refusal;
    default:
      fail(run, "an answer of no kind: %u", (unsigned)kind);
  }
}

void check_order(struct run *run) {
  static const char *const fields[] = {"phase", "standing", "answers", NULL};
  const cJSON *answers = object_field(run, run->json, "answers");
  const cJSON *fact;
  const cJSON *answer;
  uint32_t standing = 0;
  int verbs = 0;
  only_case_fields(run, fields);
  uint32_t phase =
      phase_numbers[one_of(run, "phase", word_field(run, run->json, "phase"), phases)];
  cJSON_ArrayForEach(fact, list_field(run, run->json, "standing")) {
    standing |= standing_bits[one_of(run, "standing", fact->valuestring, standings)];
  }
  cJSON_ArrayForEach(answer, answers) {
    uint32_t verb = verb_of(answer->string);
    if (verb == SMTPWIRE_VERB_UNKNOWN && !bytes_are(bytes_of(answer->string), "unknown")) {
      fail(run, "%s is no verb", answer->string);
    }
    same_text(run, answer->string, answer->valuestring, said(run, phase, standing, verb));
  }
  while (smtpwire_verb_name((uint32_t)verbs + 1).len > 0) {
    ++verbs;
  }
  same_count(run, "how many verbs", (uint64_t)verbs + 1, (uint64_t)cJSON_GetArraySize(answers));
}
