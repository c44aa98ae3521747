//! The calls of the run loop, which every connection has.

/// Gives a class, whose `held` is a connection, the calls of the run loop.
macro_rules! run_loop {
    ($class:ident) => {
        impl $class {
            /// The next event as an object.
            pub(super) fn pull(
                &self,
                py: pyo3::Python<'_>,
                now: Option<$crate::arguments::Now>,
            ) -> pyo3::PyResult<Option<pyo3::Py<pyo3::PyAny>>> {
                let event =
                    self.held.with(|held| held.next_event(py, $crate::clock::now(py, now)?))?;
                match event {
                    Some(event) => {
                        $crate::guard::call(|| Ok(Some($crate::event::wrap(py, event)?)))
                    }
                    None => Ok(None),
                }
            }
        }

        #[pyo3::pymethods]
        impl $class {
            /// Takes octets from the peer, at most ``input_room`` of them.
            ///
            /// ``bytes`` are read where they are, other buffers are copied.
            #[pyo3(signature = (octets, now = None))]
            fn receive_data(
                &self,
                py: pyo3::Python<'_>,
                octets: &pyo3::Bound<'_, pyo3::PyAny>,
                now: Option<$crate::arguments::Now>,
            ) -> pyo3::PyResult<()> {
                let octets = $crate::octets::octets("octets", octets)?;
                let octets = pyo3::types::PyBytesMethods::as_bytes(&octets);
                self.held.with(|held| held.receive(py, octets, $crate::clock::now(py, now)?))
            }

            /// Takes in that the peer has closed its side, or has reset the connection.
            #[pyo3(signature = (now = None))]
            fn receive_eof(
                &self,
                py: pyo3::Python<'_>,
                now: Option<$crate::arguments::Now>,
            ) -> pyo3::PyResult<()> {
                self.held.with(|held| {
                    smtpwire::Connection::receive_eof(&mut held.line, $crate::clock::now(py, now)?);
                    Ok(())
                })
            }

            /// How many octets may be received now.
            #[getter]
            fn input_room(&self) -> pyo3::PyResult<usize> {
                self.held.with(|held| Ok(smtpwire::Connection::input_room(&held.line)))
            }

            /// What happens next; ``None`` when nothing does for now, and ``waits`` says why.
            ///
            /// Raises what has made the connection fail, each time it is asked.
            #[pyo3(signature = (now = None))]
            fn next_event(
                &self,
                py: pyo3::Python<'_>,
                now: Option<$crate::arguments::Now>,
            ) -> pyo3::PyResult<Option<pyo3::Py<pyo3::PyAny>>> {
                self.pull(py, now)
            }

            /// All that happens, event by event, until nothing does for now.
            ///
            /// Where an event needs an answer, give it before the next one is asked for.
            #[pyo3(signature = (now = None))]
            fn events(
                slf: pyo3::Py<Self>,
                now: Option<$crate::arguments::Now>,
            ) -> $crate::connection::events::Events {
                let source = $crate::connection::events::Source::$class(slf);
                $crate::connection::events::Events { source, now, ended: false.into() }
            }

            /// What the connection waits for, as the last question for an event was answered: ``data``,
            /// ``output``, ``host`` (the answer to the last event, or a TLS handshake), ``closed`` or
            /// ``failed``.
            #[getter]
            fn waits<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                self.held
                    .with(|held| $crate::write::write(py, $crate::write::Shape::Plain, &held.waits))
            }

            /// All that is to be written to the peer; it counts as written.
            fn data_to_send<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyBytes>> {
                self.held.with(|held| held.take_output(py))
            }

            /// What is to be written to the peer, left where it is. With TLS of smtpwire's more may
            /// follow behind it.
            fn output<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyBytes>> {
                self.held.with(|held| {
                    let output = smtpwire::Connection::output(&mut held.line);
                    Ok(pyo3::types::PyBytes::new(py, output))
                })
            }

            /// Marks so many octets at the front of ``output()`` as written.
            fn advance_output(&self, octets: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<()> {
                let octets = $crate::guard::call(|| $crate::arguments::size("octets", octets))?;
                self.held
                    .with(|held| Ok(smtpwire::Connection::advance_output(&mut held.line, octets)?))
            }

            /// For a debugger: what it waits for.
            fn __repr__(&self) -> pyo3::PyResult<String> {
                let waits = self.held.with(|held| Ok(held.waits.name()));
                // Also while another thread uses it.
                Ok(match waits {
                    Ok(waits) => format!("<smtpwire.{} waits={waits:?}>", stringify!($class)),
                    Err(_) => format!("<smtpwire.{} in use>", stringify!($class)),
                })
            }

            /// When ``handle_timeout`` is due; ``None`` when it is not.
            fn next_deadline(&self) -> pyo3::PyResult<Option<f64>> {
                self.held.with(|held| {
                    let deadline = smtpwire::Connection::next_deadline(&held.line);
                    Ok(deadline.map($crate::clock::seconds))
                })
            }

            /// Tells the time. Called before the deadline, it does nothing.
            #[pyo3(signature = (now = None))]
            fn handle_timeout(
                &self,
                py: pyo3::Python<'_>,
                now: Option<$crate::arguments::Now>,
            ) -> pyo3::PyResult<()> {
                self.held.with(|held| {
                    let now = $crate::clock::now(py, now)?;
                    smtpwire::Connection::handle_timeout(&mut held.line, now);
                    Ok(())
                })
            }
        }
    };
}
pub(super) use run_loop;
