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
    /// Port of health and metrics instead of the one in medspiller.toml; 0 takes a free one.
    #[arg(long)]
    health_port: Option<u16>,
}

pub(crate) fn run(args: &ServeArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(serve(args, out))
}

/// Nobody could sign in without an account, so that is said here and not on the page.
async fn serve(args: &ServeArgs, out: Output) -> Result<Ending, Failure> {
    let (app, configuration) = args.place.open().await?;
    let today = clock::now().day();
    let accounts = app.accounts(today).await.map_err(|e| Failure::Run(e.to_string()))?;
    if !accounts.iter().any(|a| a.opens(today)) {
        return Err(Failure::Run(
            "nobody has an account yet; add the first with `medspiller account add LOGIN --name NAME --admin`".into(),
        ));
    }
    let with_port = |address: &str, port: Option<u16>| match (port, address.rsplit_once(':')) {
        (Some(port), Some((host, _))) => format!("{host}:{port}"),
        _ => address.to_owned(),
    };
    let address = with_port(&configuration.bind, args.port);
    let health = configuration.health.as_deref().map(|a| with_port(a, args.health_port));
    let name = configuration.config.name.clone();
    let web = web::Web {
        app,
        clock: Arc::new(clock::now),
        today: None,
        secure_cookies: configuration.tls_proxy,
        metrics: Arc::default(),
        searches: Arc::default(),
        kept_forms: Arc::default(),
    };
    crate::logs::begin();
    listen(Listening { web, address, health }, |address, health| {
        out.result(&format!("{name}: Medspiller runs at http://{address}/  (stop with Ctrl-C)"));
        if let Some(health) = health {
            out.result(&format!("Health and metrics: http://{health}/health/ready and /metrics"));
        }
    })
    .await
}

pub(crate) struct Listening {
    pub(crate) web: web::Web,
    /// Address and port.
    pub(crate) address: String,
    /// Where health and metrics are served.
    pub(crate) health: Option<String>,
}

async fn bind(address: &str, option: &str) -> Result<(tokio::net::TcpListener, SocketAddr), Failure> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|e| Failure::Run(format!("cannot listen on {address}: {e}. Choose another port with {option}")))?;
    let real = listener.local_addr().map_err(|e| Failure::Run(format!("no local address: {e}")))?;
    Ok((listener, real))
}

/// Serves until the process is asked to stop; `ready` is told the real addresses.
pub(crate) async fn listen(
    listening: Listening,
    ready: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> Result<Ending, Failure> {
    let Listening { web, address, health } = listening;
    let store = web.app.store.clone();
    let (listener, address) = bind(&address, "--port").await?;
    let health = match health {
        Some(address) => Some(bind(&address, "--health-port").await?),
        None => None,
    };
    ready(address, health.as_ref().map(|(_, a)| *a));
    // Whoever asks first need not wait for every case to be read. Where it fails, the page asked for will say so.
    let warming = web.clone();
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || handle.block_on(warming.app.warm(warming.moment().today)));
    web::log_other_rules(&web).await;
    web::resume_orders(&web);
    if let Some((listener, _)) = health {
        tokio::spawn(web::serve_operation(listener, web.clone(), stopped()));
    }
    web::serve(listener, web, stopped()).await.map_err(|e| Failure::Run(format!("serving stopped: {e}")))?;
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
