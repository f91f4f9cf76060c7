//! Each case in `scenarios/`: why every duty has its dates, step by step. A change of a reason shows as a difference.

use domain::history::History;
use rulebook::assess::assess;
use rulebook::report::{AssessInput, assess_report, explain_report};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[test]
fn every_case_is_explained_duty_by_duty() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(files.len() >= 12 + rulebook::municipalities().len(), "twelve stories and a case for each template");
    let mut books = BTreeMap::new();
    let mut templates: Vec<String> = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let (case, problems) = ingest::case_file::read(&text, &rulebook::templates());
        assert_eq!(problems, Vec::new(), "{}", file.display());
        let case = case.unwrap();
        let book =
            books.entry(case.municipality.clone()).or_insert_with(|| rulebook::shipped(&case.municipality).unwrap());
        templates.push(case.municipality.clone());
        let today = case.today.unwrap();
        let history = History::build(case.born, case.facts.clone(), case.known_on);
        let course = assess(history.view(), book);
        let input = AssessInput { today, known_on: today, asks: &[], gates: &[], problems: &[], company: case.company };
        let report = assess_report(&history, book, &course, &input);
        let mut all = format!("{} on {today}\n", case.municipality);
        for duty in &report.duties {
            all.push_str(&format!("\n{}\n", duty.id));
            for step in explain_report(&history, book, &duty.id, today).unwrap() {
                all.push_str(&format!("  {:<10} {} {}\n", step.step, step.refs.join(", "), step.values));
            }
        }
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        insta::with_settings!({ snapshot_path => "snapshots/explained", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, all);
        });
    }
    for template in rulebook::municipalities() {
        assert!(templates.iter().any(|t| t == template), "no case is assessed under {template}");
    }
}
