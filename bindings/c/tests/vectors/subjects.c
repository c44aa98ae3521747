#include "subjects.h"

#include <string.h>

#include "codec.h"
#include "dialogs.h"

const struct subject subjects[] = {
    {"commands", check_command},
    {"command-errors", check_command_error},
    {"parameters", check_parameters},
    {"addresses", check_address},
    {"replies", check_replies},
    {"capabilities", check_capabilities},
    {"content", check_content},
    {"framing", check_framing},
    {"bdat", check_bdat},
    {"proxy", check_proxy},
    {"xtext", check_xtext},
    {"order", check_order},
    {"client/session", check_client_dialog},
    {"client/greeting", check_client_dialog},
    {"client/content", check_client_dialog},
    {"client/bdat", check_client_dialog},
    {"client/lmtp", check_client_dialog},
    {"client/starttls", check_client_dialog},
    {"client/auth", check_client_dialog},
    {"client/injection", check_client_dialog},
    {"client/replies", check_client_dialog},
    {"client/limits", check_client_dialog},
    {"client/time", check_client_dialog},
    {"server/session", check_server_dialog},
    {"server/order", check_server_dialog},
    {"server/smuggling", check_server_dialog},
    {"server/bdat", check_server_dialog},
    {"server/lmtp", check_server_dialog},
    {"server/starttls", check_server_dialog},
    {"server/auth", check_server_dialog},
    {"server/sync", check_server_dialog},
    {"server/limits", check_server_dialog},
    {"server/time", check_server_dialog},
    {"server/proxy", check_server_dialog},
    {"server/decisions", check_server_dialog},
    {NULL, NULL},
};

bool is_dialog(const struct subject *subject) { return strchr(subject->name, '/') != NULL; }

const struct subject *subject_of(const char *name) {
  for (const struct subject *subject = subjects; subject->name != NULL; ++subject) {
    if (strcmp(subject->name, name) == 0) {
      return subject;
    }
  }
  return NULL;
}
