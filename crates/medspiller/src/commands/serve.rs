//! Serving pages: one listener, stopped politely.

use crate::{Ending, Failure};
use std::net::SocketAddr;

pub(crate) struct Listening {
    pub(crate) web: web::Web,
    /// Address and port.
    pub(crate) address: String,
}

/// Serves until the process is asked to stop; `ready` is told the real address.
pub(crate) async fn listen(listening: Listening, ready: impl FnOnce(SocketAddr)) -> Result<Ending, Failure> {
    let store = listening.web.app.store.clone();
    let listener = tokio::net::TcpListener::bind(&listening.address).await.map_err(|e| {
        Failure::Run(format!("cannot listen on {}: {e}. Choose another port with --port", listening.address))
    })?;
    let address = listener.local_addr().map_err(|e| Failure::Run(format!("no local address: {e}")))?;
    ready(address);
    web::serve(listener, listening.web, stopped()).await.map_err(|e| Failure::Run(format!("serving stopped: {e}")))?;
    store.close().await;
    Ok(Ending::Done)
}

/// Ctrl-C, or the end that a service manager asks for.
async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            return interrupt.await;
        };
        tokio::select! {
            () = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
