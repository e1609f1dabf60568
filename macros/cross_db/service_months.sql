{#- A month is a twelfth of 365.25 days; a span within three days of whole months counts as whole months. -#}
{% macro service_months(from_timestamp, to_timestamp) -%}
    {%- set months = "(" ~ hours_between(from_timestamp, to_timestamp) ~ ") / 730.5" -%}
    case
        when abs({{ months }} - floor({{ months }} + 0.5)) <= 3 * 24 / 730.5
            and floor({{ months }} + 0.5) >= 1
            then floor({{ months }} + 0.5)
        else {{ months }}
    end
{%- endmacro %}
