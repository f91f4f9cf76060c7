//! `serve`: a municipality's pages; one listener, stopped politely.

use crate::output::Output;
use crate::place::Place;
use crate::{Ending, Failure, clock};
use clap::Args;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    place: Place,
    /// Port instead of the one in medspiller.toml; 0 takes a free one.
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) fn run(args: &ServeArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(serve(args, out))
}

/// Nobody could sign in without an account, so that is said here and not on the page.
async fn serve(args: &ServeArgs, out: Output) -> Result<Ending, Failure> {
    let (app, configuration) = args.place.open().await?;
    let accounts = app.accounts().await.map_err(|e| Failure::Run(e.to_string()))?;
    if accounts.iter().all(|a| a.closed) {
        return Err(Failure::Run(
            "nobody has an account yet; add the first with `medspiller account add LOGIN --name NAME --admin`".into(),
        ));
    }
    let mut address = configuration.bind.clone();
    if let (Some(port), Some((host, _))) = (args.port, configuration.bind.rsplit_once(':')) {
        address = format!("{host}:{port}");
    }
    let name = configuration.config.name.clone();
    let web = web::Web { app, clock: Arc::new(clock::now), today: None, secure_cookies: configuration.tls_proxy };
    listen(Listening { web, address }, |address| {
        out.result(&format!("{name}: Medspiller runs at http://{address}/  (stop with Ctrl-C)"));
    })
    .await
}

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
