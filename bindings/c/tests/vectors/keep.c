#include "keep.h"

/* A function of one object can't stand for one of `void *`, so there is one between them. */
#define KEEPS(type)                                                                  \
  static void end_##type(void *object) { smtpwire_##type##_free(object); }           \
  smtpwire_##type *keep_##type(struct run *run, smtpwire_##type *object) {           \
    bag_keep(&run->bag, object, end_##type);                                         \
    return object;                                                                   \
  }

KEEPS(error)
KEEPS(text)
KEEPS(reply)
KEEPS(reply_reader)
KEEPS(address)
KEEPS(parameters)
KEEPS(command)
KEEPS(capabilities)
KEEPS(framer)
KEEPS(stuffer)
KEEPS(unstuffer)
KEEPS(scanner)
KEEPS(chunk_reader)
KEEPS(chunk_total)
KEEPS(proxy_header)
KEEPS(client_config)
KEEPS(client)
KEEPS(server_config)
KEEPS(server)
KEEPS(credentials)
KEEPS(sasl_policy)
KEEPS(channel_binding)
