//! Days, spans and lists as pages write them: as reports and letters do.

pub(crate) use app::documents::danish::*;
