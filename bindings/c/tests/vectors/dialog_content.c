/* Content, given piece by piece, as a host that sends a message gives it. */
#include "dialog.h"

/* Gives a piece; where nothing of it is taken, what waits is written first. */
static smtpwire_status give_piece(struct dialog *dialog, smtpwire_bytes piece,
                                  smtpwire_error **error) {
  const struct side *side = dialog->side;
  while (piece.len > 0) {
    size_t taken = SIZE_MAX;
    smtpwire_status status = side->content(dialog->connection, piece, &taken, error);
    if (status != SMTPWIRE_OK) {
      return status;
    }
    if (taken > piece.len) {
      fail(dialog->run, "of %zu octets of content it took %zu", piece.len, taken);
    }
    piece = bytes_behind(piece, taken);
    if (taken == 0) {
      if (side->output(dialog->connection).len == 0) {
        fail(dialog->run, "no content is taken, nor output given");
      }
      host_take_output(dialog);
    }
  }
  return SMTPWIRE_OK;
}

smtpwire_status give_content(struct dialog *dialog, const cJSON *step, smtpwire_error **error) {
  struct run *run = dialog->run;
  smtpwire_bytes content = octets_field(run, step, "octets");
  struct pieces pieces = split(content, flag_field(run, step, "in-one-piece") ? 0 : run->way);
  smtpwire_status status = SMTPWIRE_OK;
  smtpwire_bytes piece;
  while (status == SMTPWIRE_OK && split_next(&pieces, &piece)) {
    status = give_piece(dialog, piece, error);
  }
  if (content.len == 0) {
    /* Content that is empty is checked, too: it must be expected. */
    size_t taken;
    status = dialog->side->content(dialog->connection, content, &taken, error);
  }
  if (status == SMTPWIRE_OK && flag_field(run, step, "then-end")) {
    status = dialog->side->end_content(dialog->connection, error);
  }
  return status;
}

smtpwire_status end_content(struct dialog *dialog, const cJSON *step, smtpwire_error **error) {
  (void)step;
  return dialog->side->end_content(dialog->connection, error);
}
