//! *Rapporter*: made beside the requests, read as page, PDF, workbook and appendix, and written in.

use crate::databases::block_on;
use crate::site::{Site, fields, site};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use lopdf::{Dictionary, Document, Object};

/// Orders a report and waits until it is there; its address.
async fn made(site: &Site, cookie: &str, kind: &str, area: &str) -> String {
    let form = fields(&[("rapport", kind), ("maaned", "2026-02"), ("kommune", area)]);
    let begun = site.post(cookie, "/rapporter", &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    for _ in 0..600 {
        let page = site.get(cookie, begun.location()).await;
        if page.status == StatusCode::SEE_OTHER {
            return page.location().to_owned();
        }
        assert!(
            page.body.contains("Rapporten bliver lavet") && !page.body.contains("blev ikke færdig"),
            "{}",
            page.body
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the report {kind} was never made");
}

fn own(site: &Site) -> String {
    site.app.config.code.to_string()
}

async fn bytes(site: &Site, cookie: &str, path: &str) -> Vec<u8> {
    let request = Request::get(path).header(header::HOST, crate::site::HOST).header(header::COOKIE, cookie);
    let response = site.respond(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}

fn dict<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

/// The kinds of a tag and of all below it.
fn tags(document: &Document, object: &Object, found: &mut Vec<String>) {
    let Ok((_, object)) = document.dereference(object) else { return };
    match object {
        Object::Array(items) => items.iter().for_each(|item| tags(document, item, found)),
        Object::Dictionary(tag) => {
            if let Ok(kind) = tag.get(b"S").and_then(Object::as_name) {
                found.push(String::from_utf8_lossy(kind).into_owned());
            }
            if let Ok(children) = tag.get(b"K") {
                tags(document, children, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_quarterly_report_is_a_tagged_pdf_in_danish_with_a_title_headings_and_table_heads() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let report = made(&site, &mads, "kvartalsopfoelgning", &own(&site)).await;
        let pdf = bytes(&site, &mads, &format!("{report}/pdf")).await;
        let document = Document::load_mem(&pdf).unwrap();
        let catalog = document.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"da-DK");
        let marked = dict(&document, catalog.get(b"MarkInfo").unwrap());
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        let view = dict(&document, catalog.get(b"ViewerPreferences").unwrap());
        assert!(view.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let metadata = document.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
        let metadata = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
        assert!(metadata.contains("pdfuaid:part"), "it says that it is PDF/UA: {metadata}");
        assert!(metadata.contains("Kvartalsopfølgning, december 2025–februar 2026"), "{metadata}");
        let root = dict(&document, catalog.get(b"StructTreeRoot").unwrap());
        let mut found = Vec::new();
        tags(&document, root.get(b"K").unwrap(), &mut found);
        let count = |kind: &str| found.iter().filter(|tag| *tag == kind).count();
        assert_eq!(count("H1"), 1, "{found:?}");
        assert_eq!((count("H2"), count("H3")), (10, 20), "contents, chapters and figures");
        assert!(count("Table") >= 8 && count("TH") > count("Table"), "{} tables", count("Table"));
        assert!(count("Figure") >= 4, "drawings");
        assert!(document.get_pages().len() >= 5);
    });
}

#[test]
fn the_same_report_is_the_same_bytes_as_pdf_and_as_workbook() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let (first, second) = (
            made(&site, &mads, "maanedsrapport", &own(&site)).await,
            made(&site, &mads, "maanedsrapport", &own(&site)).await,
        );
        assert_ne!(first, second);
        for file in ["pdf", "regneark", "csv"] {
            let (a, b) = (
                bytes(&site, &mads, &format!("{first}/{file}")).await,
                bytes(&site, &mads, &format!("{second}/{file}")).await,
            );
            assert!(a == b && a.len() > 1_000, "{file}");
        }
    });
}

#[test]
fn every_kind_of_report_can_be_read_as_page_and_printed() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for kind in ["resultatrevision", "beskaeftigelsesplan", "kommunenotat", "udvalgspunkt"] {
            let report = made(&site, &hanne, kind, &own(&site)).await;
            let page = site.get(&hanne, &report).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains("[report."), "a text is missing in {kind}");
            assert!(bytes(&site, &hanne, &format!("{report}/pdf")).await.starts_with(b"%PDF-"), "{kind}");
        }
        let list = site.get(&hanne, "/rapporter").await;
        assert!(list.body.contains("Kommunenotat") && list.body.contains("februar 2026"));
    });
}

#[test]
fn the_municipality_note_may_be_about_another_municipality_and_its_numbers_stand_in_the_appendix() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let geography = &site.app.config.geography;
        let (code, name) = geography
            .municipalities()
            .iter()
            .find(|m| m.code != u16::try_from(site.app.config.code).unwrap())
            .map(|m| (m.code, m.name.clone()))
            .unwrap();
        let report = made(&site, &mads, "kommunenotat", &code.to_string()).await;
        let page = site.get(&mads, &report).await;
        assert!(page.body.contains(&format!("{name} · februar 2026")), "{}", page.body);
        let csv = site.get(&mads, &format!("{report}/csv")).await;
        assert!(csv.body.starts_with("\u{feff}Figur;Titel;Række;Kolonne;Tal;Definition\r\n"));
        assert!(csv.body.contains("K-3;Kontanthjælp;") && csv.body.contains("kontanthjaelp-andel, tabel y60a02"));
        assert_eq!(
            csv.header(header::CONTENT_DISPOSITION),
            format!("attachment; filename=\"kommunenotat-{code}-2026-02.csv\"")
        );
    });
}

#[test]
fn what_is_written_stands_in_page_and_pdf_and_is_never_run() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let report = made(&site, &mads, "udvalgspunkt", &own(&site)).await;
        let text = "Udvalget tager #panic(\"x\") til *efterretning* <b>nu</b> $1+1$.";
        let saved =
            site.post(&mads, &format!("{report}/tekst"), &fields(&[("sted", "indstilling"), ("tekst", text)])).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let page = site.get(&mads, saved.location().split('#').next().unwrap()).await;
        assert!(
            page.body.contains("Teksten er gemt") && page.body.contains("*efterretning* &#60;b&#62;nu"),
            "{}",
            page.body
        );
        let pdf = bytes(&site, &mads, &format!("{report}/pdf")).await;
        let document = Document::load_mem(&pdf).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let printed = document.extract_text(&pages).unwrap();
        assert!(printed.contains("#panic") && printed.contains("*efterretning*"), "{printed}");
    });
}

#[test]
fn mistakes_in_the_form_are_told_at_once_and_strangers_are_sent_away() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let form = fields(&[("rapport", "roman"), ("maaned", "2026-13"), ("kommune", "x")]);
        let page = site.post(&mads, "/rapporter", &form).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in ["Vælg en rapport fra listen", "Måneden er ikke slut", "Kommunen findes ikke"] {
            assert!(page.body.contains(text), "{text}");
        }
        let karen = site.sign_in("karen").await;
        for path in ["/rapporter", "/rapporter/1", "/rapporter/1/pdf", "/rapporter/1/regneark", "/rapporter/1/csv"] {
            assert_eq!(site.get(&karen, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        for path in ["/rapporter/99", "/rapporter/99/pdf"] {
            assert_eq!(site.get(&mads, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(site.get(&mads, "/rapporter/laves/findes-ikke").await.body.contains("Lav rapporten igen"));
    });
}

#[test]
fn a_figure_leads_to_its_definition_and_to_the_page_that_opens_its_numbers() {
    block_on(async {
        let site = site().await;
        let hanne = site.sign_in("hanne").await;
        for kind in ["maanedsrapport", "kvartalsopfoelgning"] {
            let report = made(&site, &hanne, kind, &own(&site)).await;
            let page = site.get(&hanne, &report).await.body;
            let below = page.split("Åbnes på:</b> <a href=\"").skip(1).filter_map(|t| t.split('"').next());
            let opened: Vec<String> = below.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect();
            assert!(opened.len() >= 5, "{kind}: {opened:?}");
            for link in &opened {
                assert_eq!(site.get(&hanne, link).await.status, StatusCode::OK, "{link}");
            }
            assert!(opened.iter().any(|l| l.starts_with("/stroemme?yd=")), "{opened:?}");
            assert!(page.contains("href=\"/definitioner#rettidighed\""), "{kind}");
        }
    });
}

#[test]
fn a_comment_with_signs_that_the_fonts_lack_is_printed_with_what_looks_like_them() {
    block_on(async {
        let site = site().await;
        let mads = site.sign_in("mads").await;
        let report = made(&site, &mads, "udvalgspunkt", &own(&site)).await;
        let text = "\u{f0b7} Tal\u{2011}et \u{2610} a \u{21d2} b 😀👩\u{200d}🔬 漢字 \u{202f}%, e\u{301} og Ærø.";
        let form = fields(&[("sted", "indstilling"), ("tekst", text)]);
        assert_eq!(site.post(&mads, &format!("{report}/tekst"), &form).await.status, StatusCode::SEE_OTHER);
        let pdf = bytes(&site, &mads, &format!("{report}/pdf")).await;
        let document = Document::load_mem(&pdf).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let printed = document.extract_text(&pages).unwrap();
        assert!(printed.contains("• Tal-et □ a → b") || printed.contains("Tal-et"), "{printed}");
        assert!(printed.contains("Ærø"), "{printed}");
    });
}
