//! One file per page: handler, page struct, template.

pub(crate) mod away;
mod chain;
pub(crate) mod citizen;
pub(crate) mod comparison;
pub(crate) mod conflict;
pub(crate) mod correct;
pub(crate) mod definitions;
pub(crate) mod duty_word;
pub(crate) mod error;
pub(crate) mod exemption;
pub(crate) mod flows;
mod foot;
pub(crate) mod goals;
pub(crate) mod handover;
pub(crate) mod help;
mod layout;
pub(crate) mod leadership;
pub(crate) mod looks;
mod month;
pub(crate) mod offer;
pub(crate) mod offer_end;
pub(crate) mod overview;
pub(crate) mod proposals;
pub(crate) mod question;
pub(crate) mod receiver;
pub(crate) mod register;
pub(crate) mod reports;
pub(crate) mod rule_word;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod sign_in;
pub(crate) mod team;
pub(crate) mod timeliness;
pub(crate) mod try_rule;
pub(crate) mod waiting;

pub(crate) use layout::{Frame, page};
