//! DANE for SMTP (RFC 7672).
