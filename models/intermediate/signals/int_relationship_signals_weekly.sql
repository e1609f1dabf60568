with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        signal_id,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('advocacy', 'referenceability', 'relationship_strength')
),

survey_scores as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value
    from {{ ref('int_survey_scores_weekly') }}
    where {{ in_open_snapshots() }}
),

favours as (
    select
        record_id,
        account_id,
        {{ snake_case('record_name') }} as favour,
        opened_at as asked_at,
        closed_at as answered_at,
        status_text,
        loaded_at
    from {{ ref('int_success_records') }}
    where record_kind = 'advocacy'
),

pulses as (
    select
        account_id,
        opened_at as rated_at,
        value as rating
    from {{ ref('int_success_records') }}
    where record_kind = 'relationship_pulse'
),

-- Where no favour was ever asked of anybody, an account without one says nothing.
first_favour as (
    select min(asked_at) as asked_at
    from favours
),

survey_signals as (
    select
        account_id,
        snapshot_week,
        max(case when signal_id = 'nps_net' then value end) as nps_net,
        max(case when signal_id = 'csat' then value end) as csat,
        max(case when signal_id = 'satisfaction' then value end) as satisfaction,
        max(case when signal_id = 'nps_ltr' then value end) as nps_ltr
    from survey_scores
    group by 1, 2
),

favour_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        {{ greatest_of([
            "sum(case when favours.status_text = 'taken_back' then -1 else 1 end)",
            '0',
        ]) }} as n_agreed
    from windows
    inner join favours
        on
            windows.account_id = favours.account_id
            and windows.window_from <= favours.answered_at
            and windows.snapshot_week > favours.answered_at
    where windows.signal_id = 'advocacy' and favours.status_text in ('agreed', 'taken_back')
    group by 1, 2
),

-- Requests to speak for us, answered in the window or asked in it and not answered yet; the
-- newest answer speaks.
requests as (
    select
        windows.account_id,
        windows.snapshot_week,
        case
            when favours.answered_at < windows.snapshot_week and favours.status_text = 'agreed'
                then 'referenceable'
            when favours.answered_at < windows.snapshot_week then 'declined'
            else 'asked'
        end as level,
        row_number() over (
            partition by windows.account_id, windows.snapshot_week
            order by
                case when favours.answered_at < windows.snapshot_week then favours.answered_at end
                desc nulls last,
                case when favours.status_text = 'agreed' then 1 else 0 end asc,
                favours.loaded_at desc nulls last,
                favours.record_id desc
        ) as place
    from windows
    inner join favours
        on
            windows.account_id = favours.account_id
            and windows.snapshot_week > favours.asked_at
            and (
                windows.window_from <= favours.asked_at
                or (
                    windows.window_from <= favours.answered_at
                    and windows.snapshot_week > favours.answered_at
                )
            )
    where
        windows.signal_id = 'referenceability'
        and favours.favour in ('reference', 'case_study')
),

pulse_means as (
    select
        windows.account_id,
        windows.snapshot_week,
        {{ exact_sum('pulses.rating') }} / count(pulses.rating) as mean_rating
    from windows
    inner join pulses
        on
            windows.account_id = pulses.account_id
            and windows.window_from <= pulses.rated_at
            and windows.snapshot_week > pulses.rated_at
    where windows.signal_id = 'relationship_strength'
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        survey_signals.nps_net,
        survey_signals.csat,
        survey_signals.satisfaction,
        survey_signals.nps_ltr,
        case
            when first_favour.asked_at < account_weeks.snapshot_week
                then cast(coalesce(favour_counts.n_agreed, 0) as {{ type_double() }})
        end as advocacy,
        requests.level as referenceability_level,
        pulse_means.mean_rating as relationship_strength
    from account_weeks
    cross join first_favour
    left join survey_signals
        on
            account_weeks.account_id = survey_signals.account_id
            and account_weeks.snapshot_week = survey_signals.snapshot_week
    left join favour_counts
        on
            account_weeks.account_id = favour_counts.account_id
            and account_weeks.snapshot_week = favour_counts.snapshot_week
    left join requests
        on
            account_weeks.account_id = requests.account_id
            and account_weeks.snapshot_week = requests.snapshot_week
            and requests.place = 1
    left join pulse_means
        on
            account_weeks.account_id = pulse_means.account_id
            and account_weeks.snapshot_week = pulse_means.snapshot_week
)

select * from final
