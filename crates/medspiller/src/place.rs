//! Where a municipality lies: its data folder with the configuration, and its database.

use crate::configuration::{self, Configuration};
use crate::{Failure, clock};
use app::{App, Moment};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use store::{MunicipalityId, Store};

#[derive(Args)]
pub(crate) struct Place {
    /// The folder with medspiller.toml and, unless DATABASE_URL names another, the database medspiller.db.
    #[arg(long, default_value = "medspiller-data")]
    pub(crate) data_dir: PathBuf,
    /// The database: sqlite:FILE or postgres://USER@HOST/NAME.
    #[arg(long = "database", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

impl Place {
    pub(crate) fn configuration_path(&self) -> PathBuf {
        self.data_dir.join(configuration::FILE)
    }

    /// The configuration; mistakes in it are one message with every line.
    pub(crate) fn configuration(&self) -> Result<Configuration, Failure> {
        let path = self.configuration_path();
        let text = std::fs::read_to_string(&path).map_err(|e| {
            Failure::Run(format!(
                "cannot read {}: {e}. `medspiller config example` prints one to begin with",
                path.display()
            ))
        })?;
        configuration::read(&text).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(|p| format!("  {p}")).collect();
            Failure::Run(format!("{} has mistakes:\n{}", path.display(), lines.join("\n")))
        })
    }

    /// The address of the database; the data folder is made when it is not there.
    pub(crate) fn address(&self) -> Result<String, Failure> {
        if let Some(address) = &self.database {
            return Ok(address.clone());
        }
        std::fs::create_dir_all(&self.data_dir)
            .map_err(|e| Failure::Run(format!("cannot make the folder {}: {e}", self.data_dir.display())))?;
        Ok(format!("sqlite:{}", self.data_dir.join("medspiller.db").display()))
    }

    /// Opens the database; it is made when it is not there.
    pub(crate) async fn store(&self) -> Result<Store, Failure> {
        Store::open(&self.address()?).await.map_err(|e| Failure::Run(format!("cannot open the database: {e}")))
    }

    /// The configured municipality with its database and rules.
    pub(crate) async fn open(&self) -> Result<(App, Configuration), Failure> {
        let configuration = self.configuration()?;
        let config = configuration.config.clone();
        let rulebook = rulebook::shipped(&config.template)
            .map_err(|e| Failure::Run(format!("the shipped rules do not load: {e}")))?;
        let store = self.store().await?;
        let municipality = MunicipalityId(config.code);
        store
            .municipality_create(municipality, &config.name)
            .await
            .map_err(|e| Failure::Run(format!("cannot write to the database: {e}")))?;
        let app = App::new(store, Arc::new(rulebook), Arc::new(config), municipality);
        Ok((app, configuration))
    }
}

/// This moment, today.
pub(crate) fn moment() -> Moment {
    let now = clock::now();
    Moment { now, today: now.day() }
}
